package io.benchmarkdeployer.testkit.contract;

import static io.benchmarkdeployer.testkit.contract.ExecScene.SHELL;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.TerminalEnd;
import io.benchmarkdeployer.core.port.UnavailableException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How terminals end, and that nothing stays behind. */
interface EndingBehaviour extends ExecBehaviour {

  @Test
  default void aShellsCodeIsTold() {
    for (int code : List.of(0, 3, 255)) {
      Seat seat = scene().open();
      seat.enter("exit " + code);

      assertThat(seat.end()).isEqualTo(new TerminalEnd.Exited(code));
    }
  }

  @Test
  default void aShellThatASignalEndedTellsItsNumber() {
    Seat seat = scene().open();

    seat.enter("kill -9 $$");

    assertThat(seat.end()).isEqualTo(new TerminalEnd.Exited(137));
  }

  @Test
  default void theEndIsNotKnownBeforeItHasCome() {
    Seat seat = scene().open();

    assertThatThrownBy(() -> seat.terminal().end()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  default void theEndOfItsInputEndsAShellAtItsPrompt() {
    Seat seat = scene().open();

    seat.terminal().endInput();
    seat.terminal().endInput();

    assertThat(seat.end()).isEqualTo(new TerminalEnd.Exited(0));
  }

  @Test
  default void closeFromAnotherThreadUnblocksTheReader() throws Exception {
    Seat seat = scene().open();
    var read = seat.readMeanwhile();
    assertThat(read).isNotDone();

    seat.close();

    assertThat(read.get(ExecScene.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEmpty();
    assertThat(seat.terminal().end()).isEqualTo(new TerminalEnd.Closed());
  }

  @Test
  default void whatIsClosedStaysClosedAndTakesAllCalls() throws Exception {
    Seat seat = scene().open();

    seat.close();
    seat.close();
    seat.enter("echo hello");
    seat.terminal().resize(new TerminalSize(10, 10));
    seat.terminal().endInput();

    assertThat(seat.terminal().read()).isEmpty();
    assertThat(seat.terminal().end()).isEqualTo(new TerminalEnd.Closed());
  }

  @Test
  default void closingWhatHasEndedKeepsItsCode() {
    Seat seat = scene().open();
    seat.enter("exit 3");
    seat.untilEnd();

    seat.close();

    assertThat(seat.terminal().end()).isEqualTo(new TerminalEnd.Exited(3));
  }

  @Test
  default void noProcessOfAShellThatWasLeftIsThereAfterItsEnd() {
    Seat seat = scene().open();
    seat.enter("trap '' HUP TERM; setsid sleep 300 & echo beg''un; sleep 300");
    seat.until("begun");
    assertThat(scene().processesOf(seat)).isPositive();

    seat.close();
    scene().end(seat);

    assertThat(scene().processesOf(seat)).isZero();
    assertThatCode(() -> scene().end(seat)).doesNotThrowAnyException();
  }

  @Test
  default void aFloodThatNobodyReadsIsEnded() {
    Seat seat = scene().open();
    seat.enter("yes");
    seat.skip(1);

    scene().end(seat);

    assertThat(scene().processesOf(seat)).isZero();
  }

  @Test
  default void anEndFromElsewhereEndsAnOpenTerminal() {
    Seat seat = scene().open();
    Seat other = scene().open();

    try (var another = exec().openAnother()) {
      another.end(seat.request().container(), SHELL, Set.of(seat.request().marker()));
    }

    assertThat(seat.end()).isNotInstanceOf(TerminalEnd.Closed.class);
    assertThat(other.answer("echo al''ive")).contains("alive\r\n");
  }

  @Test
  default void manyAreEndedAtOnce() {
    List<Seat> seats = Stream.generate(() -> scene().open()).limit(10).toList();
    Set<TerminalMarker> markers =
        IntStream.range(0, 500).mapToObj(i -> TerminalMarker.random()).collect(toSet());
    seats.forEach(seat -> markers.add(seat.request().marker()));

    exec().port().end(exec().container(), SHELL, markers);

    assertThat(seats).allSatisfy(seat -> assertThat(scene().processesOf(seat)).isZero());
  }

  @Test
  default void endingWhatIsNotThereIsHarmless() {
    var markers = Set.of(TerminalMarker.random());
    ContainerRef here = exec().container();
    var ofAnotherPod =
        new ContainerRef(here.namespace(), here.pod(), new Uid("another"), here.container());
    var nowhere =
        List.of(
            here,
            ofAnotherPod,
            exec().missingPod(),
            exec().missingContainer(),
            exec().endedContainer(),
            exec().waitingContainer());

    assertThat(nowhere)
        .allSatisfy(
            container ->
                assertThatCode(() -> exec().port().end(container, SHELL, markers))
                    .doesNotThrowAnyException());
    assertThatCode(() -> exec().port().end(here, SHELL, Set.of())).doesNotThrowAnyException();
  }

  @Test
  default void theEndOfAContainerEndsItsTerminals() {
    ContainerRef container = exec().start();
    Seat seat = scene().open(container);

    exec().remove(container);

    assertThat(seat.end()).isNotInstanceOf(TerminalEnd.Closed.class);
    ExecScene.eventually(() -> isGone(container));
  }

  private boolean isGone(ContainerRef container) {
    try {
      scene().open(exec().port(), scene().request(container)).close();
      return false;
    } catch (NotFoundException | ConflictException gone) {
      return true;
    }
  }

  @Test
  default void closingThePortClosesItsTerminalsAndNoOthers() {
    Seat other = scene().open();
    var another = exec().openAnother();
    Seat seat = scene().open(another, scene().request(exec().container())).ready();

    another.close();
    another.close();

    assertThat(seat.end()).isEqualTo(new TerminalEnd.Closed());
    assertThatThrownBy(() -> another.open(scene().request(exec().container())))
        .isInstanceOf(UnavailableException.class);
    assertThat(other.answer("echo al''ive")).contains("alive\r\n");
  }
}
