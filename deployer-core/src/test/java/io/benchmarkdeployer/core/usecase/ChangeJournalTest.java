package io.benchmarkdeployer.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Action;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.DeploymentStore.Change;
import io.benchmarkdeployer.core.usecase.ChangeFollower.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept and what falls out; how it is followed is tested with the use case. */
class ChangeJournalTest {
  private final ChangeJournal journal = new ChangeJournal(4, 8);

  @Test
  void whoFellTooFarBehindIsToldSoAndGoesOnFromTheEnd() throws Exception {
    ChangeFollower follower = fresh();
    IntStream.range(0, 5).forEach(number -> journal.add(deployment("n-" + number, 1, 1)));

    assertThat(next(follower)).isInstanceOf(Part.Reset.class);
    assertThat(next(follower)).isInstanceOf(Part.Quiet.class);
    journal.add(deployment("later", 1, 1));
    assertThat(told(follower)).isEqualTo("later 1");
  }

  @Test
  void whoIsJustInTimeMissesNothing() throws Exception {
    ChangeFollower follower = fresh();
    IntStream.range(0, 4).forEach(number -> journal.add(deployment("n-" + number, 1, 1)));

    for (int number = 0; number < 4; number++) {
      assertThat(told(follower)).isEqualTo("n-" + number + " 1");
    }
  }

  @Test
  void manyChangesOfOneDeploymentPushNothingOut() throws Exception {
    ChangeFollower follower = fresh();
    journal.add(deployment("other", 1, 1));
    IntStream.rangeClosed(1, 100).forEach(version -> journal.add(deployment("one", version, 1)));

    assertThat(told(follower)).isEqualTo("other 1");
    assertThat(told(follower)).isEqualTo("one 100");
    assertThat(next(follower)).isInstanceOf(Part.Quiet.class);
  }

  @Test
  void largeDeploymentsPushOthersOutSooner() throws Exception {
    ChangeFollower follower = fresh();
    journal.add(deployment("one", 1, 5));
    journal.add(deployment("two", 1, 5));

    assertThat(next(follower)).isInstanceOf(Part.Reset.class);
  }

  @Test
  void oneThatIsLargerThanAllThatFitsIsTold() throws Exception {
    ChangeFollower follower = fresh();
    journal.add(deployment("huge", 1, 100));

    assertThat(told(follower)).isEqualTo("huge 1");
  }

  @Test
  void anOlderVersionThatComesLateIsNoNews() throws Exception {
    ChangeFollower follower = fresh();
    journal.add(deployment("one", 3, 1));
    journal.add(deployment("one", 2, 1));
    journal.add(deployment("one", 3, 1));

    assertThat(told(follower)).isEqualTo("one 3");
    assertThat(next(follower)).isInstanceOf(Part.Quiet.class);
  }

  @Test
  void whatWasTooMuchToTellIsNoNewsAfterwards() throws Exception {
    ChangeFollower follower = fresh();
    var change = new Change(new DeploymentId("one"), 3);
    assertThat(journal.isNews(change)).isTrue();

    journal.lose(List.of(change));

    assertThat(journal.isNews(change)).isFalse();
    assertThat(next(follower)).isInstanceOf(Part.Reset.class);
    assertThat(next(follower)).isInstanceOf(Part.Quiet.class);
  }

  @Test
  void theCursorOfWhatFellOutLeadsToAReset() throws Exception {
    ChangeFollower follower = fresh();
    journal.add(deployment("one", 1, 1));
    String cursor = ((Part.Changed) next(follower)).change().cursor();
    IntStream.range(0, 5).forEach(number -> journal.add(deployment("n-" + number, 1, 1)));

    assertThat(next(from(journal.number(cursor)))).isInstanceOf(Part.Reset.class);
  }

  private ChangeFollower fresh() throws InterruptedException {
    ChangeFollower follower = from(ChangeJournal.NOWHERE);
    assertThat(next(follower)).isInstanceOf(Part.Reset.class);
    return follower;
  }

  private ChangeFollower from(long place) {
    return new ChangeFollower(journal, place, any -> true, () -> {});
  }

  private static Part next(ChangeFollower follower) throws InterruptedException {
    return follower.next(Duration.ZERO);
  }

  private static String told(ChangeFollower follower) throws InterruptedException {
    Deployment told = ((Part.Changed) next(follower)).change().deployment();
    return told.id() + " " + told.version();
  }

  private static Deployment deployment(String id, long version, int resources) {
    var job =
        DeployedResource.planned(
            ResourceRef.job("default", "test-job"), Action.CREATE, Optional.empty());
    return new Deployment(
        new DeploymentId(id),
        version,
        DeploymentState.PENDING,
        Optional.empty(),
        "default",
        "kind: Job\n",
        Collections.nCopies(resources, job),
        Instant.parse("2026-03-01T12:00:00Z"),
        Caller.ANONYMOUS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
