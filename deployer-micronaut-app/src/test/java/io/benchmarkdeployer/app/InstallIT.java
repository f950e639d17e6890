package io.benchmarkdeployer.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.k8s.KubernetesCluster;
import io.benchmarkdeployer.k8s.KubernetesConnection;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.AuthorizationV1Api;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1SelfSubjectRulesReview;
import io.kubernetes.client.openapi.models.V1SelfSubjectRulesReviewSpec;
import io.kubernetes.client.util.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * The manifest in a real cluster, and the built jar as a process of this machine that is to the
 * cluster what the manifest makes of it: it has the token of its service account and nothing else.
 */
@Tag("cluster")
@Timeout(180)
class InstallIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String[] ME = {"Authorization", "Bearer only-for-this-test"};

  private final RealParts install = new RealParts("app-install");
  private final RealParts jobs = new RealParts("app-installed-jobs");
  private final List<LiveObject> made = new ArrayList<>();
  private final KubernetesCluster admin =
      KubernetesCluster.open(KubernetesConnection.kubeconfig(System.getenv("KUBECONFIG")));
  @TempDir private Path folder;
  private String mongo = "";

  @BeforeEach
  void applyTheManifest() throws IOException {
    mongo = install.begin();
    jobs.begin();
    for (Json.Obj object : InstallManifest.read(install.namespace()).objects()) {
      apply(served(object));
    }
  }

  @AfterEach
  void removeIt() {
    made.reversed().stream()
        .filter(live -> !live.ref().kind().equals(Kind.NAMESPACE))
        .forEach(live -> admin.delete(live.ref(), live.uid()));
    admin.close();
    jobs.close();
    install.close();
  }

  /** Before 1.21 its version was another: see the head of the manifest. */
  private Json.Obj served(Json.Obj object) {
    return admin.served(kind(object)).isPresent()
        ? object
        : object.with("apiVersion", Json.text("policy/v1beta1"));
  }

  private static Kind kind(Json.Obj object) {
    return new Kind(object.textAt("apiVersion").get(), object.textAt("kind").get());
  }

  private void apply(Json.Obj object) {
    var ref =
        new ResourceRef(
            kind(object),
            object.textAt("metadata", "namespace"),
            object.textAt("metadata", "name").get());
    made.add(admin.apply(new DesiredObject(ref, object), admin.find(ref).map(LiveObject::uid)));
  }

  // Who the service is to the cluster.

  /** The admin's kubeconfig, with this account's token for all its users. */
  private Path kubeconfig(String account) throws IOException {
    Map<String, Object> config =
        new Yaml().load(Files.readString(Path.of(System.getenv("KUBECONFIG"))));
    config.put("users", List.of(Map.of("name", account, "user", Map.of("token", token(account)))));
    for (Object context : (List<?>) config.get("contexts")) {
      @SuppressWarnings("unchecked")
      var named = (Map<String, Object>) ((Map<?, ?>) context).get("context");
      named.put("user", account);
    }
    return Files.writeString(folder.resolve(account), new Yaml().dump(config));
  }

  private String token(String account) {
    var ref = new ResourceRef(Kind.SECRET, Optional.of(install.namespace()), "token-" + account);
    apply(
        Json.object("apiVersion", Json.text("v1"))
            .with("kind", Json.text("Secret"))
            .with("type", Json.text("kubernetes.io/service-account-token"))
            .withAt(Json.text(ref.name()), "metadata", "name")
            .withAt(Json.text(install.namespace()), "metadata", "namespace")
            .withAt(
                Json.text(account),
                "metadata",
                "annotations",
                "kubernetes.io/service-account.name"));
    String token =
        await()
            .atMost(PATIENCE)
            .until(
                () -> admin.find(ref).flatMap(live -> live.content().textAt("data", "token")),
                Optional::isPresent)
            .get();
    return new String(Base64.getDecoder().decode(token), UTF_8);
  }

  private ApiClient client(String account) throws IOException {
    return Config.fromConfig(kubeconfig(account).toString());
  }

  /** What the cluster lets this account do, each as "verb resource.group". */
  private Set<String> rights(ApiClient client) throws ApiException {
    var asked =
        new V1SelfSubjectRulesReview()
            .spec(new V1SelfSubjectRulesReviewSpec().namespace("kube-system"));
    var rights = new TreeSet<String>();
    new AuthorizationV1Api(client)
        .createSelfSubjectRulesReview(asked)
        .execute()
        .getStatus()
        .getResourceRules()
        .forEach(
            rule -> rights.addAll(all(rule.getVerbs(), rule.getResources(), rule.getApiGroups())));
    return rights;
  }

  private static Set<String> all(List<String> verbs, List<String> resources, List<String> groups) {
    var all = new HashSet<String>();
    for (String group : groups) {
      for (String resource : resources) {
        verbs.forEach(verb -> all.add(verb + " " + resource + "." + group));
      }
    }
    return all;
  }

  private Set<String> granted() throws IOException {
    var granted = new TreeSet<String>();
    for (Json rule : InstallManifest.read().the("ClusterRole").itemsAt("rules")) {
      granted.addAll(all(texts(rule, "verbs"), texts(rule, "resources"), texts(rule, "apiGroups")));
    }
    return granted;
  }

  private static List<String> texts(Json rule, String field) {
    return rule.objectAt().itemsAt(field).stream().map(text -> ((Json.Text) text).value()).toList();
  }

  @Test
  void itsAccountMayDoWhatTheRoleSaysAndNothingElse() throws Exception {
    ApiClient service = client(install.namespace());
    Set<String> everybodys = rights(client("default"));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Set<String> own = rights(service);
              own.removeAll(everybodys);
              assertThat(own).isEqualTo(granted());
            });
    assertRefused(() -> new CoreV1Api(service).listNode().execute());
    assertRefused(() -> new CoreV1Api(service).listNamespace().execute());
    assertRefused(() -> new CoreV1Api(service).listSecretForAllNamespaces().execute());
  }

  private interface Call {
    void run() throws ApiException;
  }

  private static void assertRefused(Call call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.getCode()).isEqualTo(403));
  }

  // What the service does as that.

  private ServiceProcess start() throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var builder = new ProcessBuilder(java.toString(), "-jar", "target/benchmark-deployer.jar");
    var variables = new HashMap<>(InstallManifest.read().variables());
    Path tokens = Files.writeString(folder.resolve("tokens"), "me=only-for-this-test\n");
    variables.put("DEPLOYER_TOKENS_FILE", tokens.toString());
    variables.put("MONGO_URL", mongo);
    variables.put("KUBECONFIG", kubeconfig(install.namespace()).toString());
    variables.put("DEPLOYER_HOST", "127.0.0.1");
    variables.put("DEPLOYER_PORT", "0");
    builder.environment().clear();
    builder.environment().putAll(variables);
    return ServiceProcess.start(builder);
  }

  private String job() {
    String yaml =
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: installed}
        spec: {template: {spec: {restartPolicy: Never, terminationGracePeriodSeconds: 0, \
        containers: [{name: main, image: busybox, imagePullPolicy: IfNotPresent, \
        command: [sh, -c, 'echo begun; sleep 600']}]}}}
        """;
    return Answer.write(Map.of("namespace", jobs.namespace(), "yaml_content", yaml));
  }

  @Test
  void theServiceDeploysFollowsEntersAndDeletesAsItsAccount() throws Exception {
    try (ServiceProcess service = start()) {
      for (String path : InstallManifest.read().probed()) {
        await().atMost(PATIENCE).until(() -> service.get(path).status() == 200);
      }
      assertThat(service.get("/deployments").status()).isEqualTo(401);

      assertThat(service.post("/deploy", job(), ME).ok()).containsEntry("status", "success");
      assertThat(service.firstLines(1, inJobs("/logs/stream"), headers("Accept", "text/plain")))
          .singleElement()
          .asString()
          .endsWith("/main] begun");
      assertThat(answerInTerminal(service)).contains("[42]");
      assertThat(service.post("/delete", job(), ME).ok()).containsEntry("status", "success");
      service.get(inJobs("/status"), ME).problem(404);

      assertThat(service.endsWithin(Duration.ofSeconds(20))).isEqualTo(143);
    }
  }

  private String inJobs(String path) {
    return "/jobs/installed%s?namespace=%s".formatted(path, jobs.namespace());
  }

  private static String[] headers(String... more) {
    return Stream.concat(Stream.of(ME), Stream.of(more)).toArray(String[]::new);
  }

  private String answerInTerminal(ServiceProcess service) throws Exception {
    Map<String, Object> session = service.post(inJobs("/terminal"), "", ME).ok();
    String path = "/terminal/" + session.get("session_id");
    try (var terminal = TerminalClient.ours(service.port(), path, (String) session.get("ticket"))) {
      return terminal.enter("echo \"[$((40+2))]\"").until("[42]");
    }
  }
}
