package io.benchmarkdeployer.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.usecase.JobLog;
import io.benchmarkdeployer.core.usecase.JobLogQuery;
import io.benchmarkdeployer.core.usecase.Limits;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobLogTest {
  private static final String TWO_CONTAINERS =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: test-job
      spec:
        parallelism: 2
        completions: 2
        template:
          spec:
            containers:
            - name: first
              image: first
            - name: second
              image: second
            restartPolicy: Never
      """;

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theLinesComeBackByteForByte() throws Exception {
    play("{\"tput\": 1e3, \"ok\": true}", "", "한국어 🚀", "\ttabs  and spaces ");
    world.deploy(Manifests.JOB);
    world.clock.advance(Duration.ofMinutes(1));

    assertThat(texts(read(all())))
        .containsExactly("{\"tput\": 1e3, \"ok\": true}", "", "한국어 🚀", "\ttabs  and spaces ");
  }

  @Test
  void theTailIsTheNewestOfAllPodsAndContainers() throws Exception {
    world.containers.teachImage(
        "first",
        ContainerScript.printing("f1")
            .thenWaiting(Duration.ofSeconds(10))
            .thenPrinting("f2")
            .thenWaiting(Duration.ofSeconds(10))
            .thenPrinting("f3"));
    world.containers.teachImage(
        "second",
        ContainerScript.printing().thenWaiting(Duration.ofSeconds(15)).thenPrinting("s1", "s2"));
    world.deploy(TWO_CONTAINERS);
    world.clock.advance(Duration.ofMinutes(1));

    assertThat(texts(read(all())))
        .containsExactly("f1", "f1", "f2", "f2", "s1", "s2", "s1", "s2", "f3", "f3");
    assertThat(texts(read(all().withTail(4)))).containsExactly("s1", "s2", "f3", "f3");
    assertThat(read(all().withTail(4)).cut()).isFalse();
    assertThat(texts(read(all().withTail(0)))).isEmpty();
    assertThat(read(all()).entries().stream().map(JobLog.Entry::pod).distinct()).hasSize(2);
  }

  @Test
  void onlyTheNamedPodAndContainerAreRead() throws Exception {
    world.containers.teachImage("first", ContainerScript.printing("f"));
    world.containers.teachImage("second", ContainerScript.printing("s"));
    world.deploy(TWO_CONTAINERS);
    world.clock.advance(Duration.ofMinutes(1));
    String pod = read(all()).entries().getFirst().pod();

    assertThat(texts(read(query(Optional.of(pod), Optional.empty(), false)))).hasSize(2);
    assertThat(texts(read(query(Optional.empty(), Optional.of("second"), false))))
        .containsExactly("s", "s");
    assertThat(texts(read(query(Optional.of(pod), Optional.of("first"), false))))
        .containsExactly("f");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> read(query(Optional.of("nobody"), Optional.empty(), false)));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> read(query(Optional.empty(), Optional.of("third"), false)));
  }

  @Test
  void moreThanTheBoundIsCutAtItsBeginning() throws Exception {
    play("x".repeat(400), "y".repeat(400), "z".repeat(400));
    world.deploy(Manifests.JOB);
    world.clock.advance(Duration.ofMinutes(1));
    Limits narrow =
        new Limits(
            Limits.DEFAULT.manifest(),
            Limits.DEFAULT.lease(),
            Limits.DEFAULT.disappearance(),
            Limits.DEFAULT.repetition(),
            Limits.DEFAULT.reconciliation(),
            1_000,
            Limits.DEFAULT.sessions(),
            Limits.DEFAULT.logs());

    JobLog log = world.deployer(new Faults()).limits(narrow).build().readJobLog().run(all());

    assertThat(texts(log)).containsExactly("y".repeat(400), "z".repeat(400));
    assertThat(log.cut()).isTrue();
    assertThat(read(all()).cut()).isFalse();
  }

  @Test
  void theLinesSinceATimeLeaveOlderOnesOut() throws Exception {
    world.containers.teachImage(
        "busybox",
        ContainerScript.printing("old").thenWaiting(Duration.ofMinutes(1)).thenPrinting("new"));
    world.deploy(Manifests.JOB);
    world.clock.advance(Duration.ofSeconds(30));
    var since = world.clock.instant();
    world.clock.advance(Duration.ofMinutes(2));

    JobLogQuery query = all();
    assertThat(
            texts(
                read(
                    new JobLogQuery(
                        query.namespace(),
                        query.job(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.of(since)))))
        .containsExactly("new");
  }

  @Test
  void theLifeBeforeTheLastRestartIsReadOnDemand() throws Exception {
    play("a life");
    world.containers.teachImage(
        "busybox",
        ContainerScript.printing("a life").thenWaiting(Duration.ofSeconds(5)).thenExiting(1));
    world.deploy(Manifests.JOB.replace("Never", "OnFailure"));
    world.clock.advance(Duration.ofSeconds(40));

    assertThat(texts(read(query(Optional.empty(), Optional.empty(), true))))
        .containsExactly("a life");
  }

  @Test
  void aContainerWithoutAPreviousLifeHasNone() throws Exception {
    play("only life");
    world.deploy(Manifests.JOB);
    world.clock.advance(Duration.ofMinutes(1));

    assertThat(texts(read(query(Optional.empty(), Optional.empty(), true)))).isEmpty();
  }

  @Test
  void aJobThatHasNotStartedHasNoLinesYet() throws Exception {
    world.containers.missImage("busybox");
    world.deploy(Manifests.JOB);
    assertThat(read(all()).entries()).isEmpty();

    world.clock.advance(Duration.ofMinutes(1));
    assertThat(read(all()).entries()).isEmpty();
  }

  @Test
  void theLogOfNoJobIsNotFound() {
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> read(all()));
  }

  private void play(String... lines) {
    world.containers.teachImage("busybox", ContainerScript.printing(lines));
  }

  private static JobLogQuery all() {
    return JobLogQuery.of("default", "test-job");
  }

  private static JobLogQuery query(
      Optional<String> pod, Optional<String> container, boolean previous) {
    return new JobLogQuery(
        "default", "test-job", OptionalInt.empty(), pod, container, previous, Optional.empty());
  }

  private JobLog read(JobLogQuery query) throws InterruptedException {
    return world.deployer.readJobLog().run(query);
  }

  private static List<String> texts(JobLog log) {
    return log.entries().stream().map(entry -> entry.line().text()).toList();
  }
}
