package io.benchmarkdeployer.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyTest {
  private static final String GENERATING =
      Manifests.JOB.replace("name: test-job", "generateName: run-");

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theSameKeyAndContentIsTheSameDeployment() {
    Deployment first = run(GENERATING, "k1");

    assertThat(run(GENERATING, "k1")).isEqualTo(first);
    assertThat(world.all()).hasSize(1);
  }

  @Test
  void anotherContentUnderTheSameKeyIsRejected() {
    run(Manifests.configMap("one", "a"), "k1");

    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> run(Manifests.configMap("one", "b"), "k1"))
        .withMessageContaining("another content");
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(
            () ->
                world
                    .deployer
                    .deploy()
                    .run(request(Manifests.configMap("one", "a"), "k1").in("other")));
    assertThat(world.valueOf("one")).isEqualTo("a");
  }

  @Test
  void ofManyRequestsAtOnceUnderOneKeyOneDeploys() throws Exception {
    DeployRequest request = request(GENERATING, "k1");

    List<DeploymentId> answers = atOnce(16, () -> world.deployer.deploy().run(request).id());

    assertThat(answers).hasSize(16).containsOnly(world.newest().id());
    assertThat(world.all()).hasSize(1);
  }

  @Test
  void aFailedRequestMayBeTriedAgainUnderItsKey() {
    world.faults.failAt("before apply 1", DeployFailureTest::refusal);
    assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> run(Manifests.JOB, "k1"));

    assertThat(run(Manifests.JOB, "k1").state()).isEqualTo(DeploymentState.DEPLOYED);
  }

  @Test
  void theKeyStaysTakenWhenItsDeploymentIsDeleted() {
    Deployment first = run(Manifests.JOB, "k1");
    world.deployer.deleteDeployment().run(first.id(), World.ANN);

    assertThat(run(Manifests.JOB, "k1").id()).isEqualTo(first.id());
    assertThat(world.job()).isEmpty();
  }

  @Test
  void aKeyIsItsCallersOwn() {
    Deployment first = run(GENERATING, "k1");

    Deployment second =
        world.deployer.deploy().run(request(GENERATING, "k1").by(new Caller("bob")));

    assertThat(second.id()).isNotEqualTo(first.id());
  }

  @Test
  void theRecordDoesNotGiveASecretAway() {
    run(Manifests.SECRET, "k1");
    run(Manifests.SECRET, "k2");

    var prints = world.all().stream().map(one -> one.idempotencyKey().orElseThrow().fingerprint());
    assertThat(prints).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\nb", "ключ"})
  void aKeyThatIsNoneIsRejected(String key) {
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> run(Manifests.JOB, key))
        .withMessageContaining("idempotency key");
    assertThat(world.all()).isEmpty();
  }

  private Deployment run(String yaml, String key) {
    return world.deployer.deploy().run(request(yaml, key));
  }

  private DeployRequest request(String yaml, String key) {
    return world.request(yaml).withKey(key);
  }

  static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> all = IntStream.range(0, times).mapToObj(i -> threads.submit(work)).toList();
      var results = new java.util.ArrayList<T>();
      for (Future<T> one : all) {
        results.add(one.get());
      }
      return results;
    }
  }
}
