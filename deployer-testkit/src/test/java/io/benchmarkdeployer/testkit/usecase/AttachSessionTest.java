package io.benchmarkdeployer.testkit.usecase;

import static io.benchmarkdeployer.testkit.usecase.SessionScene.endOf;
import static io.benchmarkdeployer.testkit.usecase.SessionScene.readTo;
import static io.benchmarkdeployer.testkit.usecase.SessionScene.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.SessionEnd.Reason;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.model.TerminalSession.State;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.usecase.AttachSession;
import io.benchmarkdeployer.core.usecase.Attachment;
import io.benchmarkdeployer.core.usecase.SessionLimits;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttachSessionTest {
  private final SessionScene scene = new SessionScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aShellRunsAndAnswers() {
    TerminalSession session = scene.create();
    try (Attachment attachment = scene.attach(session)) {
      type(attachment, "echo hel''lo 안녕\r");

      assertThat(readTo(attachment, "hello 안녕")).contains("echo hel''lo 안녕");
      assertThat(attachment.session().shell()).contains("sh");
      assertThat(scene.recorded(session.id()).state()).isEqualTo(State.ATTACHED);
      assertThat(scene.terminals.held()).isEqualTo(1);
    }
  }

  @Test
  void theSizeAskedForIsTheShellsFromItsStart() {
    var request =
        AttachSession.Request.of(scene.create().id(), World.ANN)
            .withSize(new TerminalSize(40, 100));
    try (Attachment attachment = SessionScene.attached(scene.terminals, request)) {
      type(attachment, "stty size\r");
      assertThat(readTo(attachment, "40 100")).isNotEmpty();

      attachment.resize(new TerminalSize(50, 120));
      type(attachment, "stty size\r");
      assertThat(readTo(attachment, "50 120")).isNotEmpty();
    }
  }

  @Test
  void whereTheShellAskedForIsMissingAnotherOneRuns() {
    TerminalSession session = scene.terminals.create().run(SessionScene.request().withShell("zsh"));
    try (Attachment attachment = scene.attach(session)) {
      assertThat(attachment.session().shell()).contains("/bin/sh");
      assertThat(scene.recorded(session.id()).shell()).contains("/bin/sh");
    }
  }

  @Test
  void exitEndsTheSessionWithItsCodeAfterAllThatWasPrinted() {
    TerminalSession session = scene.create();
    try (Attachment attachment = scene.attach(session)) {
      type(attachment, "echo last wo''rds\rexit 3\r");

      readTo(attachment, "last words");
      SessionEnd end = endOf(attachment);

      assertThat(end.reason()).isEqualTo(Reason.EXIT);
      assertThat(end.exitCode()).hasValue(3);
      assertThat(scene.recordedEnd(session).end()).contains(end);
      assertThat(scene.recorded(session.id()).bytesOut()).isPositive();
      assertThat(scene.recorded(session.id()).bytesIn()).isEqualTo(25);
      await().until(() -> scene.terminals.held() == 0);
      assertThat(scene.ended).extracting(TerminalSession::id).containsExactly(session.id());
    }
  }

  @Test
  void whoComesBackWithoutSayingWhatHeHasGetsAllThatIsKept() {
    TerminalSession session = scene.create();
    String seen;
    try (Attachment first = scene.attach(session)) {
      seen = readTo(first, "$ ");
      type(first, "echo one\r");
      seen += readTo(first, "\none\r\n$ ");
    }
    try (Attachment second = scene.attach(session)) {
      assertThat(readTo(second, "\none\r\n$ ")).isEqualTo(seen);
      assertThat(second.replayed()).isEqualTo(second.begin() + utf8(seen));
      assertThat(second.missed()).isZero();
    }
  }

  private static long utf8(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
  }

  @Test
  void whoSaysWhatHeHasGetsExactlyTheRest() {
    TerminalSession session = scene.create();
    long received;
    try (Attachment first = scene.attach(session)) {
      received = utf8(readTo(first, "$ "));
      type(first, "echo one\r");
      received += utf8(readTo(first, "\none\r\n$ "));
      type(first, "echo two\r");
      readTo(first, "\ntwo\r\n$ ");
    }
    var request = AttachSession.Request.of(session.id(), World.ANN).resuming(received);
    try (Attachment second = SessionScene.attached(scene.terminals, request)) {
      assertThat(readTo(second, "\ntwo\r\n$ ")).startsWith("echo two").doesNotContain("one");
      assertThat(second.begin()).isEqualTo(received);
      assertThat(second.missed()).isZero();
    }
  }

  @Test
  void whatWasPrintedWhileNobodyWasThereIsKept() {
    TerminalSession session = scene.create();
    try (Attachment first = scene.attach(session)) {
      readTo(first, "$ ");
      type(first, "seq 1000\r");
    }
    try (Attachment second = scene.attach(session)) {
      assertThat(readTo(second, "\n1000\r\n")).contains("\n1\r\n2\r\n3\r\n", "\n999\r\n");
    }
  }

  /** In three seconds a shell that is not held back prints three times what is kept. */
  @Test
  void whoComesBackSoonHasMissedNothingOfAFloodNorWhatWasOnItsWay() throws Exception {
    TerminalSession session = scene.create();
    long arrived;
    try (Attachment first = scene.attach(session)) {
      arrived = first.begin() + utf8(readTo(first, "$ "));
      type(first, "seq 200000\r");
      readTo(first, "\n10000\r\n");
    }
    Thread.sleep(3_000);
    var request = AttachSession.Request.of(session.id(), World.ANN).resuming(arrived);
    try (Attachment second = SessionScene.attached(scene.terminals, request)) {
      assertThat(second.missed()).isZero();
      assertThat(readTo(second, "\n200000\r\n")).startsWith("seq 200000\r\n1\r\n2\r\n");
    }
  }

  @Test
  void oneWhoTakesNothingDoesNotHoldUpTheOthersForLong() {
    TerminalSession session = scene.create();
    try (Attachment stuck = scene.attach(session);
        Attachment other = scene.attach(session)) {
      readTo(other, "$ ");
      long start = System.nanoTime();
      type(other, "seq 200000\r");

      readTo(other, "\n200000\r\n");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
      assertThat(SessionScene.readToEnd(stuck)).isInstanceOf(Attachment.Output.TooSlow.class);
    }
  }

  @Test
  void whatNoLongerFitsIsMissedAndSaidSo() {
    TerminalSession session = scene.create();
    try (Attachment first = scene.attach(session)) {
      readTo(first, "$ ");
      type(first, "seq 100000\r");
    }
    // The shell waits a while for who left.
    await()
        .pollDelay(Duration.ofSeconds(8))
        .atMost(SessionScene.PATIENCE)
        .untilAsserted(
            () -> {
              var request = AttachSession.Request.of(session.id(), World.ANN).resuming(0);
              try (Attachment again = SessionScene.attached(scene.terminals, request)) {
                assertThat(again.missed()).isPositive();
                assertThat(again.begin()).isEqualTo(again.missed());
                assertThat(readTo(again, "\n100000\r\n"))
                    .contains("\n99998\r\n99999\r\n")
                    .hasSizeLessThan(SessionLimits.DEFAULT.scrollback() + 64);
              }
            });
  }

  @Test
  void aSecondOneJoinsAndBothSeeAndType() {
    TerminalSession session = scene.create();
    try (Attachment first = scene.attach(session);
        Attachment second = scene.attach(session)) {
      type(first, "echo from-fi''rst\r");
      type(second, "echo from-se''cond\r");

      for (Attachment one : List.of(first, second)) {
        assertThat(readTo(one, "from-second")).contains("from-first");
        assertThat(one.mayType()).isTrue();
      }
    }
  }

  @Test
  void guestsOfAReadOnlySessionOnlyLook() {
    TerminalSession session =
        scene.terminals.create().run(SessionScene.request().withShell("sh").withReadOnlyGuests());
    try (Attachment host = scene.attach(session);
        Attachment guest = scene.attach(session)) {
      assertThat(host.mayType()).isTrue();
      assertThat(guest.mayType()).isFalse();

      type(guest, "echo from-guest\r");
      type(host, "echo from-ho''st\r");

      assertThat(readTo(guest, "from-host")).doesNotContain("from-guest");
    }
  }

  @Test
  void theGuestWhoStaysLongestTakesTheSeatOfTheHost() {
    TerminalSession session =
        scene.terminals.create().run(SessionScene.request().withShell("sh").withReadOnlyGuests());
    Attachment host = scene.attach(session);
    try (Attachment guest = scene.attach(session)) {
      host.close();

      assertThat(guest.mayType()).isTrue();
      type(guest, "echo now-m''e\r");
      assertThat(readTo(guest, "now-me")).isNotEmpty();
    }
  }

  @Test
  void tenAtOnceOnANewSessionShareOneShell() {
    TerminalSession session = scene.create();
    List<SessionScene.Joining> people =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    SessionScene.Joining.of(
                        () -> {
                          try (Attachment attachment = scene.attach(session)) {
                            type(attachment, "echo it-i''s-" + i + "\r");
                            readTo(attachment, "it-is-" + i);
                          }
                        }))
            .toList();
    people.forEach(SessionScene.Joining::join);

    assertThat(scene.shells()).hasSize(1);
  }

  @Test
  void theFirstOfTwoMayLeaveAtOnce() {
    TerminalSession session = scene.create();
    scene.attach(session).close();

    try (Attachment second = scene.attach(session)) {
      type(second, "echo still he''re\r");
      assertThat(readTo(second, "still here")).isNotEmpty();
    }
  }

  @Test
  void anUnknownSessionIsNotFound() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(
            () ->
                SessionScene.tryToAttach(
                    scene.terminals, AttachSession.Request.of(SessionId.random(), World.ANN)));
  }

  @Test
  void anEndedSessionSaysHowItEnded() {
    TerminalSession session = scene.create();
    scene.terminals.end().run(session.id(), World.ANN);

    assertThat(scene.refusedEnd(session).reason()).isEqualTo(Reason.CLOSED_BY_USER);
  }

  @Test
  void aSessionBelongsToItsCaller() {
    TerminalSession session = scene.create();
    var stranger = AttachSession.Request.of(session.id(), new Caller("bob"));

    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> SessionScene.tryToAttach(scene.terminals, stranger));
    try (Attachment attachment = scene.attach(session)) {
      assertThatExceptionOfType(ForbiddenException.class)
          .isThrownBy(() -> SessionScene.tryToAttach(scene.terminals, stranger));
      assertThat(attachment.mayType()).isTrue();
    }
  }

  @Test
  void whatAnotherProcessHoldsIsItsOwn() {
    TerminalSession session = scene.create();
    try (var other = scene.process(SessionLimits.DEFAULT);
        Attachment attachment = scene.attach(session)) {
      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> SessionScene.attach(other.terminals(), session))
          .withMessageContaining("Another process");
      assertThat(attachment.mayType()).isTrue();
    }
  }

  @Test
  void ofTwoProcessesAtOnceOneStartsTheShell() {
    try (var other = scene.process(SessionLimits.DEFAULT)) {
      for (int i = 0; i < 20; i++) {
        TerminalSession session = scene.create();
        var refused = new java.util.concurrent.atomic.AtomicInteger();
        List.of(scene.terminals, other.terminals()).stream()
            .map(
                terminals ->
                    SessionScene.Joining.of(
                        () -> {
                          try {
                            SessionScene.attach(terminals, session).close();
                          } catch (ConflictException expected) {
                            refused.incrementAndGet();
                          }
                        }))
            .toList()
            .forEach(SessionScene.Joining::join);

        assertThat(refused).hasValue(1);
        scene.terminals.end().run(session.id(), World.ANN);
        other.terminals().end().run(session.id(), World.ANN);
        other.terminals().tend().run();
        scene.terminals.tend().run();
      }
      scene.awaitNoShells();
    }
  }

  @Test
  void aJobOfTheSameNameThatWasDeployedAnewIsAnother() {
    TerminalSession session = scene.create();
    scene.deployer.deleteJob().run("default", "test-job", World.ANN);
    scene.world.clock.advance(Duration.ofMinutes(1));
    scene.world.deploy(Manifests.JOB);
    scene.world.clock.advance(Duration.ofSeconds(2));

    assertThat(scene.refusedEnd(session).reason()).isEqualTo(Reason.REPLACED);
    assertThat(scene.shells()).isEmpty();
  }

  @Test
  void aPodThatIsGoneByThenEndsTheSession() {
    TerminalSession session = scene.create();
    scene.deployer.deleteJob().run("default", "test-job", World.ANN);
    scene.world.clock.advance(Duration.ofMinutes(1));

    assertThat(scene.refusedEnd(session).reason()).isEqualTo(Reason.POD_GONE);
  }

  @Test
  void aContainerWithoutAnyShellIsAClearEnd() {
    for (String shell : List.of("sh", "/bin/sh", "/bin/bash", "ash")) {
      scene.world.containers.missShell("busybox", shell);
    }
    TerminalSession session = scene.create();

    SessionEnd end = scene.refusedEnd(session);

    assertThat(end.reason()).isEqualTo(Reason.NO_SHELL);
    assertThat(end.message()).contains("no shell in container test of pod");
  }

  @Test
  void aViewerThatTakesNothingSlowsTheShellAndIsSentAway() {
    TerminalSession session = scene.create();
    try (Attachment slow = scene.attach(session)) {
      readTo(slow, "$ ");
      type(slow, "yes\r");

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> scene.recordNow(session).state() == State.DETACHED);
      assertThat(SessionScene.readToEnd(slow)).isInstanceOf(Attachment.Output.TooSlow.class);
    }
  }

  @Test
  void ctrlCStopsAFlood() {
    try (Attachment attachment = scene.attach(scene.create())) {
      type(attachment, "yes\r");
      readTo(attachment, "y\r\ny\r\ny\r\n");
      type(attachment, "\u0003");
      type(attachment, "echo ca''lm\r");

      assertThat(readTo(attachment, "calm")).isNotEmpty();
    }
  }
}
