package io.benchmarkdeployer.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.Terminal;
import io.benchmarkdeployer.core.port.TerminalEnd;
import io.benchmarkdeployer.core.port.TerminalRequest;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import io.benchmarkdeployer.testkit.MemoryFaults.Call;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryExecTest {
  private final MemoryScene scene = new MemoryScene();
  private final ContainerRef container = running();
  private final TerminalMarker marker = TerminalMarker.random();

  private ContainerRef running() {
    var script = new ContainerScript(List.of()).thenWaiting(Duration.ofHours(1));
    scene.scripts().teachImage("busybox", script);
    scene.create(MemoryScene.job("Never"));
    scene.passSeconds(1);
    return new ContainerRef("default", scene.pod().name(), scene.pod().uid(), "main");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Opening openAny(String shell) {
    var request = new TerminalRequest(container, shell, marker, TerminalSize.USUAL);
    return scene.cluster().exec().open(request);
  }

  private Terminal open() {
    return ((Opening.Opened) openAny("sh")).terminal();
  }

  private void end(ContainerRef where) {
    scene.cluster().exec().end(where, "sh", Set.of(marker));
  }

  private static void readToTheEnd(Terminal terminal) throws InterruptedException {
    while (terminal.read().isPresent()) {
      // Until nothing is left.
    }
  }

  @Test
  void anOpenTerminalIsAnOpenHandle() {
    Terminal terminal = open();
    assertThat(scene.cluster().openHandles()).containsExactly("terminal in " + container);

    terminal.close();

    assertThat(scene.cluster().openHandles()).isEmpty();
    assertThat(scene.scripts().runningShells()).containsExactly(marker);
  }

  @Test
  void theEndOfTheConnectionLosesTheTerminalAndTheShellGoesOn() throws Exception {
    Terminal terminal = open();

    scene.cluster().faults().unreachable();

    readToTheEnd(terminal);
    assertThat(terminal.end()).isInstanceOf(TerminalEnd.Lost.class);
    assertThat(scene.scripts().runningShells()).containsExactly(marker);
    assertThatThrownBy(this::open).isInstanceOf(UnavailableException.class);
    assertThatThrownBy(() -> end(container)).isInstanceOf(UnavailableException.class);

    scene.cluster().faults().reachable();
    end(container);
    assertThat(scene.scripts().runningShells()).isEmpty();
  }

  @Test
  void openTerminalsBreakOnCue() throws Exception {
    Terminal terminal = open();

    scene.cluster().breakTerminals();

    readToTheEnd(terminal);
    assertThat(terminal.end()).isInstanceOf(TerminalEnd.Lost.class);
    assertThat(openAny("sh")).isInstanceOf(Opening.Opened.class);
  }

  @Test
  void whatHadEndedIsNotLostAfterwards() throws Exception {
    Terminal terminal = open();
    terminal.write("exit 3\r".getBytes(UTF_8));
    readToTheEnd(terminal);

    scene.cluster().breakTerminals();

    assertThat(terminal.end()).isEqualTo(new TerminalEnd.Exited(3));
  }

  @Test
  void nothingIsOpenedWhileTheClusterHangs() {
    scene.cluster().faults().hang();

    assertThatThrownBy(this::open).isInstanceOf(UnavailableException.class);
    assertThat(scene.scripts().runningShells()).isEmpty();
  }

  @Test
  void anOpeningWhoseAnswerIsLostLeavesAShellThatCanBeEnded() {
    scene.cluster().faults().loseNextAnswer(Call.OPEN_TERMINAL);

    assertThatThrownBy(this::open).isInstanceOf(UnknownOutcomeException.class);

    assertThat(scene.cluster().openHandles()).isEmpty();
    assertThat(scene.scripts().runningShells()).containsExactly(marker);
    end(container);
    assertThat(scene.scripts().runningShells()).isEmpty();
  }

  @Test
  void callsFailOnCue() {
    scene.cluster().faults().failNext(Call.OPEN_TERMINAL, new ForbiddenException("no"));
    scene.cluster().faults().failNext(Call.END_TERMINALS, new ForbiddenException("no"));

    assertThatThrownBy(this::open).isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(() -> end(container)).isInstanceOf(ForbiddenException.class);
  }

  @Test
  void aPodOfAnotherIdentityKeepsItsShells() {
    open();
    var other = new ContainerRef("default", container.pod(), new Uid("another"), "main");

    end(other);

    assertThat(scene.scripts().runningShells()).containsExactly(marker);
  }

  @Test
  void shellsEndWithTheirContainer() throws Exception {
    Terminal terminal = open();

    scene.pass(Duration.ofHours(2));

    readToTheEnd(terminal);
    assertThat(terminal.end()).isEqualTo(new TerminalEnd.Exited(137));
    assertThatThrownBy(this::open).isInstanceOf(ConflictException.class);
    assertThat(scene.scripts().runningShells()).isEmpty();
  }

  @Test
  void theClustersEndClosesItsTerminals() throws Exception {
    Terminal terminal = open();

    scene.close();

    assertThat(terminal.read()).isEmpty();
    assertThat(terminal.end()).isEqualTo(new TerminalEnd.Closed());
    assertThatThrownBy(this::open).isInstanceOf(UnavailableException.class);
  }
}
