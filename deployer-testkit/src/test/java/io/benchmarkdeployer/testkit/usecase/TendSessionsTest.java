package io.benchmarkdeployer.testkit.usecase;

import static io.benchmarkdeployer.testkit.usecase.SessionScene.endOf;
import static io.benchmarkdeployer.testkit.usecase.SessionScene.readTo;
import static io.benchmarkdeployer.testkit.usecase.SessionScene.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.SessionEnd.Reason;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.model.TerminalSession.State;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.usecase.AttachSession;
import io.benchmarkdeployer.core.usecase.Attachment;
import io.benchmarkdeployer.core.usecase.SessionLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TendSessionsTest {
  private static final SessionLimits LIMITS = SessionLimits.DEFAULT;

  private final SessionScene scene = new SessionScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aSessionThatNobodyComesToEndsInTime() {
    TerminalSession session = scene.create();

    scene.pass(LIMITS.unattached().minusSeconds(1));
    assertThat(scene.recorded(session.id()).isOpen()).isTrue();
    scene.pass(Duration.ofSeconds(1));

    assertThat(reasonOf(session)).isEqualTo(Reason.UNATTACHED);
    assertThat(scene.ended).extracting(TerminalSession::id).containsExactly(session.id());
  }

  private Reason reasonOf(TerminalSession session) {
    return scene.recordedEnd(session).end().orElseThrow().reason();
  }

  @Test
  void aShellWaitsForThoseWhoLeftAsLongAsTheGrace() {
    TerminalSession session = scene.create();
    Attachment attachment = scene.attach(session);
    readTo(attachment, "$ ");
    attachment.close();

    scene.pass(LIMITS.grace().minusSeconds(1));
    assertThat(scene.recorded(session.id()).state()).isEqualTo(State.DETACHED);
    scene.pass(Duration.ofSeconds(1));

    assertThat(reasonOf(session)).isEqualTo(Reason.DETACHED);
    scene.awaitNoShells();
  }

  @Test
  void aThousandSessionsThatAreCutLeaveNoShell() {
    var many =
        new SessionLimits(
            LIMITS.grace(),
            LIMITS.idle(),
            LIMITS.maxAge(),
            LIMITS.unattached(),
            1_000,
            1_000,
            LIMITS.scrollback(),
            LIMITS.shells());
    try (var crowd = new SessionScene(many)) {
      IntStream.range(0, 1_000).forEach(i -> crowd.attach(crowd.create()).close());
      assertThat(crowd.shells()).hasSize(1_000);

      crowd.pass(many.grace());

      crowd.awaitNoShells();
      assertThat(crowd.world.state.sessions().open()).isEmpty();
    }
  }

  @Test
  void aSessionInWhichNothingHappensEnds() {
    TerminalSession session = scene.create();
    try (Attachment attachment = scene.attach(session)) {
      readTo(attachment, "$ ");
      scene.pass(LIMITS.idle().minusSeconds(1));
      type(attachment, "echo busy\r");
      readTo(attachment, "\nbusy\r\n$ ");
      scene.pass(LIMITS.idle().minusSeconds(1));
      assertThat(scene.recorded(session.id()).isOpen()).isTrue();

      scene.pass(Duration.ofSeconds(1));

      assertThat(endOf(attachment).reason()).isEqualTo(Reason.IDLE);
      assertThat(reasonOf(session)).isEqualTo(Reason.IDLE);
      scene.awaitNoShells();
    }
  }

  @Test
  void noSessionGrowsTooOld() {
    TerminalSession session = scene.create();
    try (Attachment attachment = scene.attach(session)) {
      for (int i = 0; i < 24; i++) {
        scene.pass(Duration.ofMinutes(20));
        type(attachment, "echo " + i + "\r");
      }

      assertThat(endOf(attachment).reason()).isEqualTo(Reason.MAX_AGE);
      assertThat(reasonOf(session)).isEqualTo(Reason.MAX_AGE);
    }
  }

  @Test
  void whatWentInAndOutIsPutOnRecordNowAndThen() {
    TerminalSession session = scene.create();
    try (Attachment attachment = scene.attach(session)) {
      readTo(attachment, "$ ");
      type(attachment, "echo hello\r");
      readTo(attachment, "\nhello\r\n$ ");

      scene.pass(Duration.ofSeconds(11));
      type(attachment, "echo hello\r");
      readTo(attachment, "\nhello\r\n$ ");
      scene.pass(Duration.ofSeconds(1));

      TerminalSession recorded = scene.recorded(session.id());
      assertThat(recorded.bytesIn()).isEqualTo(22);
      assertThat(recorded.bytesOut()).isGreaterThan(22);
      assertThat(recorded.lastActivity()).isAfter(session.lastActivity());
    }
  }

  @Test
  void oneIsEndedOnRequest() {
    TerminalSession session = scene.create();
    try (Attachment attachment = scene.attach(session)) {
      scene.terminals.end().run(session.id(), World.ANN);

      SessionEnd end = endOf(attachment);
      assertThat(end.reason()).isEqualTo(Reason.CLOSED_BY_USER);
      assertThat(end.message()).contains("ann");
      assertThat(scene.recorded(session.id()).end()).contains(end);
      scene.awaitNoShells();
    }
    scene.terminals.end().run(session.id(), World.ANN);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> scene.terminals.end().run(SessionId.random(), World.ANN));
  }

  @Test
  void allOfAJobAreEndedOnRequest() {
    scene.create();
    try (Attachment attachment = scene.attach(scene.create())) {
      assertThat(scene.terminals.end().ofJob(Optional.of("other"), "test-job", World.ANN)).isZero();
      assertThat(scene.terminals.end().ofJob(Optional.empty(), "test-job", World.ANN)).isEqualTo(2);
      assertThat(endOf(attachment).reason()).isEqualTo(Reason.CLOSED_BY_USER);
    }
    assertThat(scene.world.state.sessions().open()).isEmpty();
  }

  @Test
  void oneThatAnotherProcessHoldsIsEndedByIt() {
    TerminalSession session = scene.create();
    try (var other = scene.process(LIMITS);
        Attachment attachment = scene.attach(session)) {
      other.terminals().end().run(session.id(), World.ANN);
      assertThat(scene.recorded(session.id()).asked()).isPresent();

      scene.terminals.tend().run();

      assertThat(endOf(attachment).reason()).isEqualTo(Reason.CLOSED_BY_USER);
      assertThat(reasonOf(session)).isEqualTo(Reason.CLOSED_BY_USER);
      scene.awaitNoShells();
    }
  }

  @Test
  void theShellsOfAProcessThatDiedAreEndedByAnother() {
    TerminalSession session = scene.create();
    Attachment attachment = scene.attach(session);
    readTo(attachment, "$ ");
    try (var other = scene.process(LIMITS)) {
      other.terminals().tend().run();
      assertThat(scene.recorded(session.id()).isOpen()).isTrue();

      scene.world.clock.advance(World.LEASE_AND_MORE);
      other.terminals().tend().run();
      assertThat(scene.recorded(session.id()).isOpen()).isTrue();
      scene.world.clock.advance(Duration.ofSeconds(5));
      other.terminals().tend().run();

      assertThat(reasonOf(session)).isEqualTo(Reason.SERVER_LOST);
      scene.awaitNoShells();
    }
  }

  @Test
  void aProcessThatLivesKeepsItsSessions() {
    TerminalSession session = scene.create();
    try (var other = scene.process(LIMITS);
        Attachment attachment = scene.attach(session)) {
      for (int i = 0; i < 20; i++) {
        scene.pass(Duration.ofSeconds(10));
        other.terminals().tend().run();
      }

      type(attachment, "echo ali''ve\r");
      assertThat(readTo(attachment, "alive")).isNotEmpty();
    }
  }

  @Test
  void endedSessionsAreForgottenAfterADay() {
    TerminalSession session = scene.create();
    scene.terminals.end().run(session.id(), World.ANN);

    scene.pass(Duration.ofHours(23));
    assertThat(scene.world.state.sessions().find(session.id())).isPresent();
    scene.pass(Duration.ofHours(2));

    assertThat(scene.world.state.sessions().find(session.id())).isEmpty();
  }

  @Test
  void aJobThatIsDeletedEndsItsSessions() {
    scene.deployer.start();
    TerminalSession session = scene.create();
    try (Attachment attachment = scene.attach(session)) {
      readTo(attachment, "$ ");
      scene.deployer.deleteJob().run("default", "test-job", World.ANN);
      scene.world.clock.advance(Duration.ofSeconds(5));

      assertThat(endOf(attachment).reason()).isEqualTo(Reason.POD_GONE);
      assertThat(reasonOf(session)).isEqualTo(Reason.POD_GONE);
    }
  }

  @Test
  void aSessionThatNobodyCameToEndsWithItsJob() {
    scene.deployer.start();
    TerminalSession session = scene.create();
    scene.deployer.deleteJob().run("default", "test-job", World.ANN);
    scene.world.clock.advance(Duration.ofMinutes(1));

    assertThat(reasonOf(session)).isEqualTo(Reason.POD_GONE);
  }

  @Test
  void theClustersSilenceEndsNoSession() {
    scene.deployer.start();
    TerminalSession session = scene.create();
    scene.world.cluster.faults().unreachable();
    scene.pass(Duration.ofSeconds(30));

    assertThat(scene.recorded(session.id()).isOpen()).isTrue();
    scene.world.cluster.faults().reachable();
  }

  @Test
  void aStopTellsThoseWhoSitThereAndEndsTheirShells() {
    var attachments = IntStream.range(0, 5).mapToObj(i -> scene.attach(scene.create())).toList();

    scene.deployer.close();

    attachments.forEach(one -> assertThat(endOf(one).reason()).isEqualTo(Reason.SERVER_SHUTDOWN));
    assertThat(scene.shells()).isEmpty();
    assertThat(scene.world.state.sessions().open()).isEmpty();
  }

  @Test
  void shellsAreEndedAlsoWhenTheClusterIsAwayForAWhile() {
    TerminalSession session = scene.create();
    Attachment attachment = scene.attach(session);
    readTo(attachment, "$ ");
    scene.world.cluster.faults().hang();
    scene.terminals.end().run(session.id(), World.ANN);
    assertThat(endOf(attachment).reason()).isEqualTo(Reason.CLOSED_BY_USER);
    scene.world.cluster.faults().reachable();

    scene.awaitNoShells();
  }

  @Test
  void aSessionThatCouldNotBeRecordedAsEndedIsRecordedLater() {
    TerminalSession session = scene.create();
    try (Attachment attachment = scene.attach(session)) {
      readTo(attachment, "$ ");
      scene.faults.failAt("replaceSession", SessionScene::noAnswer);
      type(attachment, "exit 0\r");
      assertThat(endOf(attachment).reason()).isEqualTo(Reason.EXIT);

      await()
          .atMost(SessionScene.PATIENCE)
          .until(
              () -> {
                scene.terminals.tend().run();
                return !scene.recorded(session.id()).isOpen();
              });
      await().until(() -> scene.ended.size() == 1);
    }
  }

  @Test
  void aSessionWhoseShellCouldNotBeStartedWaitsForSomebodyAsBefore() {
    TerminalSession session = scene.create();
    try (Attachment busy = scene.attach(scene.create())) {
      readTo(busy, "$ ");
      failToAttach(session);
      assertThat(scene.recorded(session.id()).lease()).isEmpty();

      scene.pass(LIMITS.unattached());

      assertThat(reasonOf(session)).isEqualTo(Reason.UNATTACHED);
    }
  }

  private void failToAttach(TerminalSession session) {
    scene.world.cluster.faults().unreachable();
    var request = AttachSession.Request.of(session.id(), World.ANN);
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> scene.terminals.attach().run(request));
    scene.world.cluster.faults().reachable();
  }

  @Test
  void oneThatStayedTakenWithoutAShellEndsWhenAskedTo() {
    TerminalSession session = scene.create();
    scene
        .world
        .state
        .sessions()
        .update(session.id(), now -> now.claimed(leaseOf(scene.attach(scene.create()))));
    try (var other = scene.process(LIMITS)) {
      other.terminals().end().run(session.id(), World.ANN);
      assertThat(scene.recorded(session.id()).isOpen()).isTrue();

      scene.terminals.tend().run();

      assertThat(reasonOf(session)).isEqualTo(Reason.CLOSED_BY_USER);
    }
  }

  private Lease leaseOf(Attachment attachment) {
    return scene.recorded(attachment.session().id()).lease().orElseThrow();
  }
}
