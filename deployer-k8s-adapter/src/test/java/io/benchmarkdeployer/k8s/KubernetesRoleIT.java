package io.benchmarkdeployer.k8s;

import static io.benchmarkdeployer.k8s.RealCluster.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ClusterPort.Deletion;
import io.benchmarkdeployer.core.port.ClusterWatch;
import io.benchmarkdeployer.core.port.ClusterWatch.Change;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.Selector;
import io.kubernetes.client.util.credentials.AccessTokenAuthentication;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What rights the port's calls need, and that they need no others. */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesRoleIT {
  private static final String RBAC = "rbac.authorization.k8s.io/v1";

  private static final String RULES =
      """
      {'rules':[
       {'apiGroups':['batch'],'resources':['jobs'],
        'verbs':['get','list','watch','create','patch','delete']},
       {'apiGroups':[''],'resources':['pods'],'verbs':['get','list','watch']},
       {'apiGroups':[''],'resources':['configmaps','secrets','services'],
        'verbs':['get','create','patch','delete']},
       {'apiGroups':[''],'resources':['pods/log'],'verbs':['get']},
       {'apiGroups':[''],'resources':['events'],'verbs':['list']}]}\
      """;

  private RealCluster real;
  private KubernetesCluster limited;

  @BeforeAll
  void open() {
    real = new RealCluster();
    limited = as("deployer", RULES);
  }

  @AfterAll
  void close() {
    limited.close();
    real.close();
  }

  /** The cluster as a service account that has this role in the namespace. */
  private KubernetesCluster as(String name, String rules) {
    make(real.ref("v1", "ServiceAccount", name), "{}");
    make(real.ref(RBAC, "Role", name), rules);
    make(
        real.ref(RBAC, "RoleBinding", name),
        """
        {'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'Role','name':'%s'},
         'subjects':[{'kind':'ServiceAccount','name':'%s','namespace':'%s'}]}\
        """
            .formatted(name, name, real.namespace()));
    ResourceRef secret = real.ref("v1", "Secret", name + "-token");
    make(
        secret,
        """
        {'type':'kubernetes.io/service-account-token',
         'metadata':{'name':'%s-token','annotations':{'kubernetes.io/service-account.name':'%s'}}}\
        """
            .formatted(name, name));
    await().until(() -> token(secret).isPresent());
    String token = token(secret).orElseThrow();
    String files = System.getenv("KUBECONFIG");
    return KubernetesCluster.open(
        KubernetesConnection.of(
            () ->
                KubeconfigFiles.read(files)
                    .builder()
                    .setAuthentication(new AccessTokenAuthentication(token))));
  }

  private Optional<String> token(ResourceRef secret) {
    return real.port()
        .find(secret)
        .flatMap(live -> live.content().textAt("data", "token"))
        .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
  }

  private void make(ResourceRef ref, String body) {
    real.port().apply(desired(ref, body), Optional.empty());
  }

  private static DesiredObject desired(ResourceRef ref, String body) {
    Json.Obj all = RealCluster.head(ref);
    for (var member : json(body).fields().entrySet()) {
      all = all.with(member.getKey(), member.getValue());
    }
    return new DesiredObject(ref, all);
  }

  @Test
  void theRoleIsEnoughToDeployAJobAndToFollowIt() throws InterruptedException {
    ResourceRef job = real.ref("batch/v1", "Job", "job");
    DesiredObject desired =
        desired(
            job,
            """
            {'spec':{'template':{'spec':{'restartPolicy':'Never','containers':[
             {'name':'test','image':'busybox','imagePullPolicy':'IfNotPresent',
              'command':['echo','hello']}]}}}}\
            """);
    assertThat(limited.describe().version()).startsWith("v");
    assertThat(limited.served(Kind.JOB)).isPresent();
    assertThat(limited.find(job)).isEmpty();
    limited.dryRun(desired, Optional.empty());
    try (ClusterWatch watch = limited.watch(Selector.of(Kind.JOB).in(real.namespace()))) {
      assertThat(watch.next(Duration.ofSeconds(30))).contains(new Change.Listed(List.of()));
      LiveObject live = limited.apply(desired, Optional.empty());
      assertThat(watch.next(Duration.ofSeconds(30))).get().isInstanceOf(Change.Changed.class);
      assertThat(limited.dryRun(desired, Optional.of(live.uid())).changes()).isFalse();

      assertThat(log(ended(live))).isEqualTo("hello");
      assertThat(limited.list(Selector.of(new Kind("v1", "Event")).in(real.namespace())))
          .isNotEmpty();
      assertThat(limited.delete(job, live.uid())).isEqualTo(Deletion.ACCEPTED);
    }
  }

  private Pod ended(LiveObject job) {
    Selector pods = Selector.of(Kind.POD).in(real.namespace()).withLabel("job-name", "job");
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                limited.list(pods).stream()
                    .map(Pod::of)
                    .filter(pod -> pod.controlledBy(job.uid()))
                    .filter(pod -> pod.phase().equals("Succeeded"))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private String log(Pod pod) throws InterruptedException {
    try (LogStream log =
        limited.openLog(LogRequest.of(real.namespace(), pod.name(), "test").followed())) {
      return log.next().orElseThrow().text();
    }
  }

  @Test
  void theRoleIsEnoughToChangeAnObjectAndToPutItBack() {
    for (String kind : List.of("ConfigMap", "Secret")) {
      ResourceRef ref = real.ref("v1", kind, "settings");
      LiveObject before = limited.apply(desired(ref, "{'data':{'a':'eA=='}}"), Optional.empty());
      limited.apply(desired(ref, "{'data':{'b':'eA=='}}"), Optional.of(before.uid()));
      limited.restore(before);
      limited.delete(ref, before.uid());
    }
    ResourceRef service = real.ref("v1", "Service", "settings");
    limited.apply(desired(service, "{'spec':{'ports':[{'port':80}]}}"), Optional.empty());
  }

  @Test
  void everythingElseIsRefused() {
    ResourceRef role = real.ref(new Kind(RBAC, "ClusterRole"), real.namespace(), true);
    ResourceRef other =
        new ResourceRef(new Kind("v1", "ConfigMap"), Optional.of("kube-system"), "any");

    assertForbidden(() -> limited.find(role));
    assertForbidden(() -> limited.apply(desired(role, "{'rules':[]}"), Optional.empty()));
    assertForbidden(() -> limited.dryRun(desired(role, "{'rules':[]}"), Optional.empty()));
    assertForbidden(() -> limited.find(other));
    assertForbidden(() -> limited.apply(desired(other, "{}"), Optional.empty()));
    assertForbidden(() -> limited.list(Selector.of(Kind.SECRET).in(real.namespace())));
    assertForbidden(() -> limited.list(Selector.of(Kind.JOB)));
  }

  @Test
  void toMakeAnObjectTakesTheRightToCreateBesideTheOneToPatch() {
    String rules =
        "{'rules':[{'apiGroups':[''],'resources':['configmaps'],'verbs':['get','patch']}]}";
    ResourceRef ref = real.ref("v1", "ConfigMap", "patched");
    try (KubernetesCluster patching = as("patching", rules)) {
      assertThatThrownBy(() -> patching.apply(desired(ref, "{}"), Optional.empty()))
          .isInstanceOf(ForbiddenException.class);
    }
  }

  private static void assertForbidden(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("system:serviceaccount");
  }
}
