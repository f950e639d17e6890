package io.benchmarkdeployer.testkit.contract;

import static io.benchmarkdeployer.testkit.contract.ClusterScene.drain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.testkit.ContainerScript;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What containers print. */
interface LogBehaviour extends Behaviour {

  @Test
  default void aLogComesBackByteForByte() {
    String[] printed = {
      "{\"tput\": 1e3, \"ok\": true}",
      "",
      "한국어 로그 🙂",
      "  spaces  and\ttabs ",
      "it's 'quoted'",
      "carriage\rreturn"
    };
    LiveObject job = scene().startJob("job", ContainerScript.printing(printed));
    Pod pod = scene().endedPod(job);

    List<LogLine> lines = scene().lines(scene().logOf(pod, "test"));

    assertThat(lines).extracting(LogLine::text).containsExactly(printed);
    assertThat(lines).allMatch(LogLine::ended);
    assertThat(lines).allMatch(line -> line.at().isPresent());
  }

  @Test
  default void theLastWordsWithoutALineFeedAreThere() {
    ContainerScript script = ContainerScript.printing("first").thenPrintingRaw("last");
    Pod pod = scene().endedPod(scene().startJob("job", script));

    assertThat(scene().texts(scene().logOf(pod, "test"))).containsExactly("first", "last");
  }

  @Test
  default void aContainerThatPrintedNothingHasAnEmptyLog() {
    Pod pod = scene().endedPod(scene().startJob("job", ContainerScript.printing().thenExiting(0)));

    assertThat(scene().lines(scene().logOf(pod, "test"))).isEmpty();
  }

  @Test
  default void aTailIsTheLastLines() {
    Pod pod = scene().endedPod(scene().startJob("job", ContainerScript.printing("1", "2", "3")));
    LogRequest log = scene().logOf(pod, "test");

    assertThat(scene().texts(log.withTail(2))).containsExactly("2", "3");
    assertThat(scene().texts(log.withTail(0))).isEmpty();
    assertThat(scene().texts(log.withTail(100))).containsExactly("1", "2", "3");
  }

  @Test
  default void sinceLeavesOlderLinesOut() {
    ContainerScript script =
        ContainerScript.printing("old").thenWaiting(Duration.ofSeconds(3)).thenPrinting("new");
    Pod pod = scene().endedPod(scene().startJob("job", script));
    LogRequest log = scene().logOf(pod, "test");
    Instant newer = scene().lines(log).getLast().at().orElseThrow();

    assertThat(scene().texts(log.withSince(newer))).containsExactly("new");
  }

  @Test
  default void aFollowedLogGoesOnToTheContainersEnd() throws Exception {
    ContainerScript script =
        ContainerScript.printing("now").thenWaiting(Duration.ofSeconds(2)).thenPrinting("later");
    Pod pod = scene().runningPod(scene().startJob("job", script));

    try (LogStream stream = scene().port().openLog(scene().logOf(pod, "test").followed())) {
      assertThat(inTime(() -> drain(stream)))
          .extracting(LogLine::text)
          .containsExactly("now", "later");
    }
  }

  @Test
  default void closeFromAnotherThreadUnblocksTheReader() throws Exception {
    ContainerScript script = ContainerScript.printing("x").thenRunningOn();
    Pod pod = scene().runningPod(scene().startJob("job", script));
    LogStream stream = scene().port().openLog(scene().logOf(pod, "test").followed());
    var reader = inBackground(() -> drain(stream));
    Thread.sleep(300);

    stream.close();
    stream.close();

    assertThat(reader.get(5, TimeUnit.SECONDS)).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  default void eachContainerHasItsOwnLog() {
    LiveObject job =
        scene()
            .startJob(
                "job",
                Json.Obj.EMPTY,
                "Never",
                scene().container("one", ContainerScript.printing("from one")),
                scene().container("two", ContainerScript.printing("from two")));
    Pod pod = scene().endedPod(job);

    assertThat(scene().texts(scene().logOf(pod, "one"))).containsExactly("from one");
    assertThat(scene().texts(scene().logOf(pod, "two"))).containsExactly("from two");
  }

  @Test
  default void theLifeBeforeARestartHasItsLog() {
    LiveObject job =
        scene()
            .startJob(
                "job",
                Json.Obj.EMPTY,
                "OnFailure",
                scene()
                    .container(
                        "test",
                        ContainerScript.printing("life")
                            .thenWaiting(Duration.ofSeconds(3))
                            .thenExiting(1)));
    Pod pod = scene().podOnce(job, one -> one.containers().getFirst().restarts() > 0);

    assertThat(scene().texts(scene().logOf(pod, "test").ofPrevious())).containsExactly("life");
  }

  @Test
  default void thereIsNoLogOfWhatIsNotThere() {
    Pod pod =
        scene().runningPod(scene().startJob("job", ContainerScript.printing("x").thenRunningOn()));

    assertThatThrownBy(() -> scene().lines(scene().logOf(pod, "nosuch")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(
            () -> scene().lines(LogRequest.of(cluster().namespace(), "nosuch-pod", "test")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> scene().lines(scene().logOf(pod, "test").ofPrevious()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  default void aContainerThatHasNotStartedHasNoLogYet() {
    LiveObject job =
        scene().startJob("job", Json.Obj.EMPTY, "Never", scene().containerOfMissingImage());
    Pod pod = scene().podOnce(job, one -> one.node().isPresent());

    assertThatThrownBy(() -> scene().lines(scene().logOf(pod, "test")))
        .isInstanceOf(ConflictException.class);
  }

  private static List<LogLine> inTime(Drain drain) throws Exception {
    return inBackground(drain).get(ClusterScene.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static CompletableFuture<List<LogLine>> inBackground(Drain drain) {
    var result = new CompletableFuture<List<LogLine>>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(drain.run());
              } catch (InterruptedException | RuntimeException failed) {
                result.completeExceptionally(failed);
              }
            });
    return result;
  }

  /** Reads a stream to its end. */
  interface Drain {
    List<LogLine> run() throws InterruptedException;
  }

  @Test
  default void everyLineSaysWhenItWasTaken() {
    Instant before = Instant.now().minusSeconds(5);
    Pod pod = scene().endedPod(scene().startJob("job", ContainerScript.printing("1", "2")));

    List<Optional<Instant>> times =
        scene().lines(scene().logOf(pod, "test")).stream().map(LogLine::at).toList();

    assertThat(times).allSatisfy(at -> assertThat(at.orElseThrow()).isAfter(before));
    assertThat(times.get(0).orElseThrow()).isBeforeOrEqualTo(times.get(1).orElseThrow());
  }
}
