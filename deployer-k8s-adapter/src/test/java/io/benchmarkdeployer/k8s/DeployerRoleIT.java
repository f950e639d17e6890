package io.benchmarkdeployer.k8s;

import static io.benchmarkdeployer.k8s.RealCluster.head;
import static io.benchmarkdeployer.k8s.RealCluster.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.manifest.Manifest;
import io.benchmarkdeployer.core.manifest.ManifestLimits;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.Policy;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.usecase.AwaitJob.Waited;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.core.usecase.JobLogQuery;
import io.benchmarkdeployer.core.usecase.Limits;
import io.benchmarkdeployer.k8s.AskedRights.Right;
import io.benchmarkdeployer.testkit.MemoryState;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.credentials.AccessTokenAuthentication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The role that {@code docs/operations.md} tells an operator to give: enough, and no more. */
@Tag("cluster")
class DeployerRoleIT {
  private static final Pattern ROLE =
      Pattern.compile("<!-- role -->.*?```yaml\\n(.*?)```", Pattern.DOTALL);
  private static final String RBAC = "rbac.authorization.k8s.io/v1";
  private static final Kind NODE = new Kind("v1", "Node");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Both ways to bind it that the page knows. */
  enum Binding {
    IN_ITS_NAMESPACE("RoleBinding", false),
    EVERYWHERE("ClusterRoleBinding", true);

    private final String kind;
    private final boolean clusterScoped;

    Binding(String kind, boolean clusterScoped) {
      this.kind = kind;
      this.clusterScoped = clusterScoped;
    }

    Policy policy(String namespace) {
      return clusterScoped
          ? Policy.DEFAULT
          : new Policy(Set.of(namespace), Policy.DEFAULT.kinds());
    }
  }

  private final AskedRights asked = new AskedRights();
  private RealCluster real;
  private String namespace;
  private Json.Obj role;
  private ResourceRef roleRef;

  @BeforeEach
  void makeTheRole() throws IOException {
    real = new RealCluster();
    namespace = real.namespace();
    role = roleOfThePage();
    roleRef = real.ref(new Kind(RBAC, "ClusterRole"), namespace, true);
    real.applyAsAnother(roleRef, role.withAt(Json.text(namespace), "metadata", "name"));
  }

  @AfterEach
  void removeTheRole() {
    real.remove(bindingRef(Binding.EVERYWHERE));
    real.remove(roleRef);
    real.close();
  }

  private static Json.Obj roleOfThePage() throws IOException {
    var page = ROLE.matcher(Files.readString(Path.of("..", "docs", "operations.md")));
    assertThat(page.find()).isTrue();
    return ((Manifest) Manifest.read(page.group(1), ManifestLimits.DEFAULT))
        .objects()
        .getFirst()
        .content();
  }

  /** A connection as a service account that has the role and nothing else. */
  private KubernetesConnection bound(Binding binding) {
    ResourceRef account = real.ref("v1", "ServiceAccount", "deployer");
    real.applyAsAnother(account, head(account));
    String token = token(account);
    ResourceRef bindingRef = bindingRef(binding);
    Json.Obj granted =
        json(
            """
            {'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'ClusterRole','name':'%1$s'},
             'subjects':[{'kind':'ServiceAccount','name':'deployer','namespace':'%1$s'}]}\
            """
                .formatted(namespace));
    real.applyAsAnother(
        bindingRef,
        head(bindingRef)
            .with("roleRef", granted.objectAt("roleRef"))
            .with("subjects", granted.at("subjects").orElseThrow()));
    return KubernetesConnection.of(() -> client(token));
  }

  private ResourceRef bindingRef(Binding binding) {
    return real.ref(new Kind(RBAC, binding.kind), namespace, binding.clusterScoped);
  }

  private String token(ResourceRef account) {
    ResourceRef secret = real.ref("v1", "Secret", "deployer");
    real.applyAsAnother(
        secret,
        head(secret)
            .with("type", Json.text("kubernetes.io/service-account-token"))
            .withAt(
                Json.text(account.name()),
                "metadata",
                "annotations",
                "kubernetes.io/service-account.name"));
    String token =
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    real.port()
                        .find(secret)
                        .flatMap(made -> made.content().textAt("data", "token")),
                Optional::isPresent)
            .orElseThrow();
    return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
  }

  private ClientBuilder client(String token) throws IOException {
    ClientBuilder builder = KubeconfigFiles.read(System.getenv("KUBECONFIG")).builder();
    builder.setAuthentication(new AccessTokenAuthentication(token));
    return new ClientBuilder() {
      @Override
      public ApiClient build() {
        ApiClient client = builder.build();
        return client.setHttpClient(
            client.getHttpClient().newBuilder().addInterceptor(asked).build());
      }
    };
  }

  @ParameterizedTest
  @EnumSource(Binding.class)
  void theMainJobNeedsAllOfTheRoleAndNothingElse(Binding binding) throws InterruptedException {
    try (var cluster = KubernetesCluster.open(bound(binding));
        var state = new MemoryState();
        var deployer =
            Deployer.on(cluster, state)
                .defaultNamespace(namespace)
                .policy(binding.policy(namespace))
                .limits(Limits.DEFAULT.withDisappearance(PATIENCE))
                .build()
                .start()) {
      doTheMainJob(deployer);
    }

    assertThat(asked.rights()).containsExactlyInAnyOrderElementsOf(granted());
  }

  private Set<Right> granted() {
    return role.itemsAt("rules").stream()
        .flatMap(rule -> Right.of(rule.objectAt()))
        .collect(Collectors.toSet());
  }

  private void doTheMainJob(Deployer deployer) throws InterruptedException {
    Deployment first = deployer.deploy().run(DeployRequest.of(everyKind("one")));
    assertThat(first.resources())
        .extracting(resource -> resource.ref().kind().name())
        .containsExactlyInAnyOrderElementsOf(Policy.DEFAULT.kinds());

    assertThat(deployer.awaitJob().run(namespace, "test-job", PATIENCE))
        .isInstanceOf(Waited.Finished.class);
    assertThat(deployer.readJobLog().run(JobLogQuery.of(namespace, "test-job")).entries())
        .extracting(entry -> entry.line().text())
        .containsExactly("hello");
    assertThat(deployer.readJob().events(namespace, "test-job")).isNotEmpty();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(listed(deployer)).isEqualTo(WorkloadPhase.COMPLETED));
    await().atMost(PATIENCE).until(() -> !deployer.isStale());

    Deployment second = deployer.deploy().run(DeployRequest.of(everyKind("two")));
    assertThat(second.resource(real.ref("v1", "ConfigMap", "settings")))
        .hasValueSatisfying(
            settings -> assertThat(settings.outcome()).isEqualTo(Outcome.CONFIGURED));
    assertThat(deployer.deleteDeployment().run(second.id(), Caller.ANONYMOUS).state())
        .isEqualTo(DeploymentState.DELETED);
  }

  private WorkloadPhase listed(Deployer deployer) {
    return deployer
        .list(DeploymentQuery.active().inNamespace(namespace))
        .deployments()
        .getFirst()
        .phase();
  }

  private String everyKind(String setting) {
    boolean stable = real.port().served(new Kind("batch/v1", "CronJob")).isPresent();
    return """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: runner}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {setting: %s}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: password}
        stringData: {password: none}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: results}
        spec:
          accessModes: [ReadWriteOnce]
          resources: {requests: {storage: 1Mi}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: server}
        spec:
          selector: {app: server}
          ports: [{port: 80}]
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: server}
        spec:
          defaultBackend: {service: {name: server, port: {number: 80}}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: server}
        spec:
          podSelector: {matchLabels: {app: server}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: server}
        spec:
          replicas: 0
          selector: {matchLabels: {app: server}}
          template:
            metadata: {labels: {app: server}}
            spec:
              nodeSelector: {no: node}
              containers: [{name: server, image: busybox}]
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: server}
        spec:
          replicas: 0
          serviceName: server
          selector: {matchLabels: {app: server}}
          template:
            metadata: {labels: {app: server}}
            spec:
              containers: [{name: server, image: busybox}]
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: server}
        spec:
          selector: {matchLabels: {app: server}}
          template:
            metadata: {labels: {app: server}}
            spec:
              nodeSelector: {no: node}
              containers: [{name: server, image: busybox}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: once}
        spec:
          restartPolicy: Never
          containers: [{name: once, image: busybox, imagePullPolicy: IfNotPresent}]
        ---
        apiVersion: %s
        kind: CronJob
        metadata: {name: yearly}
        spec:
          schedule: 0 0 1 1 *
          suspend: true
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: test, image: busybox}]
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: test-job}
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
              - name: test
                image: busybox
                imagePullPolicy: IfNotPresent
                command: [echo, hello]
        """
        .formatted(setting, stable ? "batch/v1" : "batch/v1beta1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1 Namespace", "v1 Node", RBAC + " ClusterRole", RBAC + " RoleBinding"})
  void boundEverywhereItMayNeitherReadNorMakeAnythingElse(String kind) {
    try (var cluster = KubernetesCluster.open(bound(Binding.EVERYWHERE))) {
      ResourceRef other = other(kind);

      assertThatThrownBy(() -> cluster.find(other)).isInstanceOf(ForbiddenException.class);
      assertThatThrownBy(() -> cluster.list(Selector.of(other.kind())))
          .isInstanceOf(ForbiddenException.class);
      assertThatThrownBy(
              () -> cluster.apply(new DesiredObject(other, head(other)), Optional.empty()))
          .isInstanceOf(ForbiddenException.class);
    }
  }

  private ResourceRef other(String kind) {
    String[] words = kind.split(" ");
    return real.ref(new Kind(words[0], words[1]), "other", !words[1].equals("RoleBinding"));
  }

  @Test
  void boundEverywhereItMayOpenNoTerminal() {
    var api = new CoreV1Api(bound(Binding.EVERYWHERE).client());

    assertForbidden(() -> api.connectPostNamespacedPodExec("any", namespace).execute());
    assertForbidden(() -> api.connectGetNamespacedPodExec("any", namespace).execute());
    assertForbidden(() -> api.connectPostNamespacedPodAttach("any", namespace).execute());
  }

  private static void assertForbidden(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.getCode()).isEqualTo(403));
  }

  @Test
  void boundInItsNamespaceItSeesNoOther() {
    try (var cluster = KubernetesCluster.open(bound(Binding.IN_ITS_NAMESPACE))) {
      assertThat(cluster.list(Selector.of(Kind.JOB).in(namespace))).isEmpty();

      assertThatThrownBy(() -> cluster.list(Selector.of(Kind.JOB).in("default")))
          .isInstanceOf(ForbiddenException.class);
      assertThatThrownBy(() -> cluster.list(Selector.of(Kind.JOB)))
          .isInstanceOf(ForbiddenException.class);
    }
  }
}
