package io.benchmarkdeployer.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import io.benchmarkdeployer.core.port.NotFoundException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which shell is opened, and where. */
interface ShellBehaviour extends ExecBehaviour {

  @Test
  default void aShellAnswers() {
    Seat seat = scene().open();

    assertThat(seat.answer("echo he''llo")).contains("hello\r\n");
  }

  @Test
  default void aShellIsFoundByItsName() {
    Seat seat = scene().open(exec().port(), scene().request(exec().container(), "sh"));

    assertThat(seat.ready().answer("echo he''llo")).contains("hello\r\n");
  }

  @Test
  default void aShellHasTheSizeAskedForFromItsStart() {
    Seat seat = scene().open(exec().port(), scene().request(new TerminalSize(33, 101)));

    seat.enter("stty size");
    seat.until("33 101\r\n");
  }

  @Test
  default void aShellSeesThatItsTerminalIsResized() {
    Seat seat = scene().open();

    seat.terminal().resize(new TerminalSize(50, 132));

    ExecScene.eventually(() -> seat.answer("stty size").contains("50 132\r\n"));
  }

  @Test
  default void theLastOfManySizesCounts() {
    Seat seat = scene().open();

    IntStream.rangeClosed(1, 200)
        .mapToObj(i -> new TerminalSize(20 + i, 40 + i))
        .forEach(seat.terminal()::resize);

    ExecScene.eventually(() -> seat.answer("stty size").contains("220 240\r\n"));
  }

  @Test
  default void theMarkerIsInTheEnvironmentOfAllThatTheShellStarts() {
    Seat seat = scene().open();
    String marker = seat.request().marker().value();

    assertThat(seat.answer("echo $BENCHMARK_DEPLOYER_TERMINAL")).contains(marker + "\r\n");
    assertThat(scene().processesOf(seat)).isPositive();
  }

  @Test
  default void aContainerThatHasNoSuchShellSaysSo() {
    var missing = scene().request(exec().container(), "/bin/no-such-shell");
    var missingName = scene().request(exec().container(), "no-such-shell");

    assertThat(exec().port().open(missing)).isEqualTo(new Opening.NoSuchShell());
    assertThat(exec().port().open(missingName)).isEqualTo(new Opening.NoSuchShell());
  }

  @Test
  default void aFileThatCannotRunIsNoShell() {
    var file = scene().request(exec().container(), "/dev/null");

    assertThat(exec().port().open(file)).isEqualTo(new Opening.NoSuchShell());
    assertThat(exec().processes(exec().container(), file.marker())).isZero();
  }

  @Test
  default void aPodOrAContainerThatIsNotThereIsNotFound() {
    for (var missing : List.of(exec().missingPod(), exec().missingContainer())) {
      assertThatThrownBy(() -> exec().port().open(scene().request(missing)))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  default void aContainerThatDoesNotRunIsAConflict() {
    for (var idle : List.of(exec().endedContainer(), exec().waitingContainer())) {
      assertThatThrownBy(() -> exec().port().open(scene().request(idle)))
          .isInstanceOf(ConflictException.class);
    }
  }

  @Test
  default void twoTerminalsDoNotMix() {
    Seat one = scene().open();
    Seat two = scene().open();
    Seat elsewhere = scene().open(exec().otherContainer());

    one.enter("echo first''one");
    two.enter("echo second''one");
    elsewhere.enter("echo third''one");

    assertThat(one.until(Seat.PROMPT)).contains("firstone").doesNotContain("second", "third");
    assertThat(two.until(Seat.PROMPT)).contains("secondone").doesNotContain("first", "third");
    assertThat(elsewhere.until(Seat.PROMPT)).contains("thirdone").doesNotContain("first", "second");
  }

  @Test
  default void aHundredTerminalsAnswerAtOnce() throws Exception {
    List<ContainerRef> containers = List.of(exec().container(), exec().otherContainer());
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> answers =
          IntStream.range(0, 100)
              .mapToObj(i -> (Callable<String>) () -> answer(containers.get(i % 2)))
              .toList();

      assertThat(people.invokeAll(answers))
          .hasSize(100)
          .allSatisfy(answer -> assertThat(answer.get()).contains("hello\r\n"));
    }
    // All are still there.
    assertThat(scene().seats())
        .hasSize(100)
        .allSatisfy(seat -> assertThat(seat.answer("echo al''ive")).contains("alive\r\n"));
  }

  private String answer(ContainerRef container) {
    return scene().open(container).answer("echo he''llo");
  }
}
