package io.benchmarkdeployer.testkit;

import static io.benchmarkdeployer.testkit.MemoryScene.configMap;
import static io.benchmarkdeployer.testkit.MemoryScene.desired;
import static io.benchmarkdeployer.testkit.MemoryScene.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ClusterPort.Deletion;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.ServedKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cluster makes of objects, and what it refuses. */
class MemoryClusterApplyTest {
  private final MemoryScene scene = new MemoryScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          restartPolicy: Never | nosuch: 1           | spec.template.spec.nosuch | field not declared in schema
          suspend: false       | parallelism: "two"  | spec.parallelism | expected numeric
          suspend: false       | backoffLimit: -1    | spec.backoffLimit | must be greater than or equal to 0
          metadata: {name: bench} | metadata: {name: bench, labels: {a: b c}} | metadata.labels | valid label
          restartPolicy: Never | dnsPolicy: Default  | spec.template.spec.restartPolicy | Required value
          restartPolicy: Never | restartPolicy: Always | spec.template.spec.restartPolicy | Unsupported value
          'name: main, '       | ''                  | spec.template.spec.containers[0].name | Required value
          ', image: busybox'   | ''                  | spec.template.spec.containers[0].image | Required value
          image: busybox       | 'image: busybox, env: [{name: A, value: 1}]' | spec.template.spec.containers[0].env[0].value | expected string
          """)
  void whatIsInvalidIsRejectedWithItsPlace(
      String right, String wrong, String path, String message) {
    String yaml = job("Never").replace(right, wrong == null ? "" : wrong);

    assertThatThrownBy(() -> scene.create(yaml))
        .isInstanceOfSatisfying(
            RejectedException.class,
            rejected ->
                assertThat(rejected.problems())
                    .anySatisfy(
                        problem -> {
                          assertThat(problem.path()).isEqualTo(path);
                          assertThat(problem.message()).contains(message);
                        }));
    assertThatThrownBy(() -> scene.cluster().dryRun(desired(yaml), Optional.empty()))
        .isInstanceOf(RejectedException.class);
  }

  @Test
  void allProblemsAreToldAtOnce() {
    String yaml = job("Always", "backoffLimit: -1").replace("name: main, ", "");

    assertThatThrownBy(() -> scene.create(yaml))
        .isInstanceOfSatisfying(
            RejectedException.class, rejected -> assertThat(rejected.problems()).hasSize(3))
        .hasMessageStartingWith("Job.batch \"bench\" is invalid: [");
  }

  @Test
  void anotherPodTemplateOfAJobIsRejectedInTheClustersWords() {
    LiveObject job = scene.create(job("Never"));

    assertThatThrownBy(() -> scene.change(job, job("OnFailure")))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "Job.batch \"bench\" is invalid: spec.template: Invalid value: field is immutable");
  }

  @Test
  void whatIsNoLongerAppliedGoesBackToTheDefault() {
    LiveObject job = scene.create(job("Never", "backoffLimit: 2"));

    LiveObject changed = scene.change(job, job("Never", "suspend: false"));

    assertThat(changed.content().longAt("spec", "backoffLimit")).contains(6L);
  }

  @Test
  void anItemOfAKeyedListGoesWithItsDefaults() {
    LiveObject deployment = scene.create(deployment("one", "two"));

    LiveObject changed = scene.change(deployment, deployment("one"));

    assertThat(changed.content().itemsAt("spec", "template", "spec", "containers"))
        .extracting(container -> container.textAt("name").orElseThrow())
        .containsExactly("one");
  }

  @Test
  void anItemThatSomebodyElseAddedStays() {
    LiveObject deployment = scene.create(deployment("one"));
    Json.Obj theirs = desired(deployment("sidecar")).content();
    scene.cluster().actingAs("injector").apply(deployment.ref(), theirs);

    LiveObject changed = scene.change(deployment, deployment("one"));

    assertThat(changed.content().itemsAt("spec", "template", "spec", "containers"))
        .extracting(container -> container.textAt("name").orElseThrow())
        .containsExactlyInAnyOrder("one", "sidecar");
  }

  @Test
  void applyingTheSameAgainWritesNothing() {
    LiveObject first = scene.create(config("a", "1"));

    LiveObject again = scene.change(first, config("a", "1"));

    assertThat(again.content()).isEqualTo(first.content());
  }

  @Test
  void whatSomebodyWroteOverIsAConflictThatNamesHim() {
    LiveObject live = scene.create(config("a", "1"));
    scene
        .cluster()
        .actingAs("kubectl-edit")
        .change(live.ref(), object -> object.withAt(Json.text("theirs"), "data", "a"));

    assertThatThrownBy(() -> scene.change(live, config("a", "2")))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("data.a")
        .hasMessageContaining("kubectl-edit");
    assertThat(scene.change(live, config("a", "theirs")).uid()).isEqualTo(live.uid());
  }

  @Test
  void restoreIsRefusedWhereSomebodyTookAFieldOver() {
    LiveObject before = scene.create(config("a", "1"));
    scene.change(before, config("a", "2"));
    scene
        .cluster()
        .actingAs("kubectl-edit")
        .change(before.ref(), object -> object.withAt(Json.text("theirs"), "data", "a"));

    assertThatThrownBy(() -> scene.cluster().restore(before)).isInstanceOf(ConflictException.class);
  }

  @Test
  void aSecretIsRestoredWithItsValues() {
    String secret =
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: login}
        stringData: {password: %s}
        """;
    LiveObject before = scene.create(secret.formatted("one"));
    scene.change(before, secret.formatted("two"));

    scene.cluster().restore(before);

    assertThat(scene.found(before).content().objectAt("data"))
        .isEqualTo(before.content().objectAt("data"));
  }

  @Test
  void aKindIsServedOnceItIsAddedAndItsObjectsHoldAnything() {
    var kind = new Kind("example.com/v1", "Benchmark");
    String benchmark =
        """
        apiVersion: example.com/v1
        kind: Benchmark
        metadata: {name: big}
        spec: {anything: [1, two]}
        """;
    assertThatThrownBy(() -> scene.create(benchmark)).isInstanceOf(RejectedException.class);

    scene.cluster().serve(new ServedKind(kind, "benchmarks", true));

    assertThat(scene.cluster().served(kind)).isPresent();
    assertThat(scene.create(benchmark).content().itemsAt("spec", "anything")).hasSize(2);
  }

  @Test
  void anObjectOfAnotherVersionOfItsGroupIsTheSame() {
    LiveObject cron =
        scene.create(
            """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: nightly}
            spec:
              schedule: "0 3 * * *"
              jobTemplate:
                spec:
                  template:
                    spec:
                      restartPolicy: Never
                      containers:
                      - {name: main, image: busybox}
            """);
    var older =
        new ResourceRef(new Kind("batch/v1beta1", "CronJob"), Optional.of("default"), "nightly");

    LiveObject found = scene.cluster().find(older).orElseThrow();

    assertThat(found.uid()).isEqualTo(cron.uid());
    assertThat(found.content().textAt("apiVersion")).contains("batch/v1beta1");
  }

  @Test
  void anObjectWithAFinalizerStaysUntilItIsLetGo() {
    LiveObject live = scene.create(config("a", "1"));
    var kubectl = scene.cluster().actingAs("kubectl");
    Json finalizers = new Json.Arr(List.of(Json.text("example.com/hold")));
    kubectl.change(live.ref(), object -> object.withAt(finalizers, "metadata", "finalizers"));

    assertThat(scene.cluster().delete(live.ref(), live.uid())).isEqualTo(Deletion.ACCEPTED);
    assertThat(scene.found(live).terminating()).isTrue();
    kubectl.change(
        live.ref(),
        object -> object.with("metadata", object.objectAt("metadata").without("finalizers")));

    assertThat(scene.cluster().find(live.ref())).isEmpty();
  }

  @Test
  void aNamespaceTakesAllThatIsInItWhenItGoes() {
    LiveObject namespace =
        scene.create(
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: lab}
            """);
    var inLab =
        desired(config("a", "1").replace("name: settings", "name: settings, namespace: lab"));
    scene.cluster().apply(inLab, Optional.empty());

    scene.cluster().delete(namespace.ref(), namespace.uid());

    assertThat(scene.found(namespace).content().textAt("status", "phase")).contains("Terminating");
    assertThatThrownBy(() -> scene.cluster().dryRun(inLab, Optional.empty()))
        .isInstanceOf(ForbiddenException.class);
    scene.passSeconds(1);
    assertThat(scene.cluster().find(namespace.ref())).isEmpty();
    assertThat(scene.cluster().find(inLab.ref())).isEmpty();
  }

  @Test
  void aNamespaceIsMadeOnDemandWhereThatIsAskedFor() {
    try (var cluster = MemoryCluster.builder().namespacesOnDemand().build()) {
      var inLab =
          desired(config("a", "1").replace("name: settings", "name: settings, namespace: lab"));

      cluster.apply(inLab, Optional.empty());

      assertThat(cluster.find(inLab.ref())).isPresent();
    }
  }

  @Test
  void whatSomebodyElseCreatesIsThere() {
    scene
        .cluster()
        .actingAs("kubectl")
        .create(configMap("settings"), desired(config("a", "1")).content());

    assertThatThrownBy(() -> scene.create(config("a", "2"))).isInstanceOf(ConflictException.class);
  }

  private static String config(String key, String value) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: settings}
    data: {%s: "%s"}
    """
        .formatted(key, value);
  }

  private static String deployment(String... containers) {
    var list = new StringBuilder();
    for (String name : containers) {
      list.append("      - {name: %s, image: busybox}\n".formatted(name));
    }
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: server}
    spec:
      selector: {matchLabels: {app: server}}
      template:
        metadata: {labels: {app: server}}
        spec:
          containers:
    """
        + list;
  }

  /** Far from a quadratic time, which is minutes here: no test of speed. */
  @Test
  @Timeout(60)
  void anObjectOfVeryManyFieldsIsAppliedChangedAndEmptied() {
    LiveObject made = scene.create(withValues(30_000, "one"));
    LiveObject changed = scene.change(made, withValues(30_000, "other"));
    LiveObject emptied = scene.change(made, withValues(1, "other"));

    assertThat(made.content().objectAt("data").fields()).hasSize(30_000);
    assertThat(changed.content().textAt("data", "k29999")).contains("other");
    assertThat(emptied.content().objectAt("data").fields()).hasSize(1);
  }

  private static String withValues(int many, String value) {
    return IntStream.range(0, many)
        .mapToObj(i -> "  k%d: %s\n".formatted(i, value))
        .collect(
            Collectors.joining(
                "", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: many}\ndata:\n", ""));
  }
}
