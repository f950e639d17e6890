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
import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Policy;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.port.TerminalRequest;
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
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The role that the manifest of the install gives the service: enough, and no more. */
@Tag("cluster")
class DeployerRoleIT {
  private static final Path INSTALL =
      Path.of("..", "deployer-micronaut-app/src/main/deploy/benchmark-deployer-deployment.yaml");
  private static final String RBAC = "rbac.authorization.k8s.io/v1";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Both ways to bind it that {@code docs/operations.md} knows. */
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
      return clusterScoped ? Policy.DEFAULT : new Policy(Set.of(namespace), Policy.DEFAULT.kinds());
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
    role = roleOfTheInstall();
    roleRef = real.ref(new Kind(RBAC, "ClusterRole"), namespace, true);
    real.applyAsAnother(roleRef, role.withAt(Json.text(namespace), "metadata", "name"));
  }

  @AfterEach
  void removeTheRole() {
    real.remove(bindingRef(Binding.EVERYWHERE));
    real.remove(roleRef);
    real.close();
  }

  private static Json.Obj roleOfTheInstall() throws IOException {
    var manifest = (Manifest) Manifest.read(Files.readString(INSTALL), ManifestLimits.DEFAULT);
    return manifest.objects().stream()
        .filter(object -> object.kind().name().equals("ClusterRole"))
        .findFirst()
        .orElseThrow()
        .content();
  }

  /** A connection as a service account that has the role and nothing else. */
  private KubernetesConnection bound(Binding binding) {
    ResourceRef account = real.ref("v1", "ServiceAccount", "deployer");
    real.applyAsAnother(account, head(account));
    bind(account, bindingRef(binding));
    String token = token(account);
    awaitRights(KubernetesConnection.of(() -> client(token)));
    return KubernetesConnection.of(() -> noted(client(token)));
  }

  private void bind(ResourceRef account, ResourceRef binding) {
    Json.Obj body =
        json(
            """
            {'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'ClusterRole','name':'%s'},
             'subjects':[{'kind':'ServiceAccount','name':'%s','namespace':'%s'}]}\
            """
                .formatted(roleRef.name(), account.name(), namespace));
    real.applyAsAnother(
        binding,
        head(binding)
            .with("roleRef", body.objectAt("roleRef"))
            .with("subjects", body.at("subjects").orElseThrow()));
  }

  /** A new binding holds a moment after it was made. */
  private void awaitRights(KubernetesConnection connection) {
    try (var cluster = KubernetesCluster.open(connection)) {
      await()
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(ForbiddenException.class)
          .until(() -> cluster.list(Selector.of(Kind.JOB).in(namespace)).isEmpty());
    }
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

  private static ClientBuilder client(String token) throws IOException {
    return KubeconfigFiles.read(System.getenv("KUBECONFIG"))
        .builder()
        .setAuthentication(new AccessTokenAuthentication(token));
  }

  private ClientBuilder noted(ClientBuilder builder) {
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
  void theMainJobNeedsAllOfTheRoleAndNothingElse(Binding binding)
      throws InterruptedException, IOException {
    KubernetesConnection connection = bound(binding);
    try (var cluster = KubernetesCluster.open(connection);
        var exec = KubernetesExec.open(connection);
        var state = new MemoryState();
        var deployer =
            Deployer.on(cluster, state)
                .defaultNamespace(namespace)
                .policy(binding.policy(namespace))
                .limits(Limits.DEFAULT.withDisappearance(PATIENCE))
                .build()
                .start()) {
      doTheMainJob(deployer);
      useATerminal(cluster, exec);
    }

    assertThat(asked.rights()).containsExactlyInAnyOrderElementsOf(granted());
  }

  private Set<Right> granted() {
    return role.itemsAt("rules").stream()
        .flatMap(rule -> Right.of(rule.objectAt()))
        .collect(Collectors.toSet());
  }

  private void doTheMainJob(Deployer deployer) throws InterruptedException, IOException {
    String yaml = everyKind();
    Deployment first = deployer.deploy().run(DeployRequest.of(yaml));
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

    Deployment second =
        deployer.deploy().run(DeployRequest.of(yaml.replace("setting: one", "setting: two")));
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

  /** CronJobs are older than their stable version, which came with 1.21. */
  private String everyKind() throws IOException {
    String yaml =
        Files.readString(Path.of("src/test/resources/io/benchmarkdeployer/k8s/every-kind.yaml"));
    return real.port().served(new Kind("batch/v1", "CronJob")).isPresent()
        ? yaml
        : yaml.replace("batch/v1\nkind: CronJob", "batch/v1beta1\nkind: CronJob");
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

  private void useATerminal(KubernetesCluster cluster, KubernetesExec exec) {
    ResourceRef ref = real.ref("v1", "Pod", "waiting-to-be-used");
    LiveObject pod = cluster.apply(pod(ref), Optional.empty());
    await()
        .atMost(PATIENCE)
        .until(
            () -> cluster.find(ref).orElseThrow().content().textAt("status", "phase"),
            Optional.of("Running")::equals);
    var container = new ContainerRef(namespace, ref.name(), pod.uid(), "main");
    var request = new TerminalRequest(container, "sh", TerminalMarker.random(), TerminalSize.USUAL);

    assertThat(exec.open(request)).isInstanceOf(Opening.Opened.class);
    exec.end(container, "sh", Set.of(request.marker()));
  }

  private static DesiredObject pod(ResourceRef ref) {
    Json.Obj spec =
        json(
            """
            {'terminationGracePeriodSeconds':0,'containers':[{'name':'main','image':'busybox',
             'imagePullPolicy':'IfNotPresent','command':['sleep','1000']}]}\
            """);
    return new DesiredObject(ref, head(ref).with("spec", spec));
  }

  @Test
  void boundEverywhereItMayAttachToNothing() {
    var api = new CoreV1Api(bound(Binding.EVERYWHERE).client());

    assertForbidden(() -> api.connectPostNamespacedPodAttach("any", namespace).execute());
    assertForbidden(() -> api.connectGetNamespacedPodAttach("any", namespace).execute());
  }

  private static void assertForbidden(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.getCode()).isEqualTo(403));
  }

  @Test
  void boundInItsNamespaceItOpensNoTerminalInAnother() {
    var elsewhere = new ContainerRef("default", "any", new Uid("any"), "main");
    var request = new TerminalRequest(elsewhere, "sh", TerminalMarker.random(), TerminalSize.USUAL);
    try (var exec = KubernetesExec.open(bound(Binding.IN_ITS_NAMESPACE))) {
      assertThatThrownBy(() -> exec.open(request))
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("pods/exec");
      assertThatThrownBy(() -> exec.end(elsewhere, "sh", Set.of(request.marker())))
          .isInstanceOf(ForbiddenException.class);
    }
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

  @Test
  void theRoleIsEnoughToTakeAChangeBack() {
    try (var cluster = KubernetesCluster.open(bound(Binding.IN_ITS_NAMESPACE))) {
      ResourceRef settings = real.ref("v1", "ConfigMap", "settings");
      LiveObject before = cluster.apply(configMap(settings, "one"), Optional.empty());
      cluster.apply(configMap(settings, "two"), Optional.of(before.uid()));

      cluster.restore(before);

      assertThat(real.port().find(settings).orElseThrow().content().textAt("data", "setting"))
          .contains("one");
    }
  }

  private static DesiredObject configMap(ResourceRef ref, String setting) {
    return new DesiredObject(ref, head(ref).withAt(Json.text(setting), "data", "setting"));
  }

  /** That is why what answers "created" counts as the right to create. */
  @Test
  void toMakeAnObjectTakesTheRightToCreateBesideTheOneToPatch() {
    real.applyAsAnother(
        roleRef,
        head(roleRef)
            .with(
                "rules",
                json("""
                {'rules':[{'apiGroups':[''],'resources':['configmaps'],
                 'verbs':['get','patch']},
                 {'apiGroups':['batch'],'resources':['jobs'],'verbs':['list']}]}\
                """)
                    .at("rules")
                    .orElseThrow()));
    try (var cluster = KubernetesCluster.open(bound(Binding.IN_ITS_NAMESPACE))) {
      ResourceRef settings = real.ref("v1", "ConfigMap", "settings");

      assertThatThrownBy(() -> cluster.apply(configMap(settings, "one"), Optional.empty()))
          .isInstanceOf(ForbiddenException.class);
    }
  }
}
