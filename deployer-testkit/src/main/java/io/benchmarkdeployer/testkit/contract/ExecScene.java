package io.benchmarkdeployer.testkit.contract;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import io.benchmarkdeployer.core.port.TerminalRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** The terminals of one test, gone after it with all that was started in them. */
final class ExecScene {
  /** Long enough for a real kubelet under load. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  static final String SHELL = "/bin/sh";

  private final ExecUnderTest exec;
  private final List<Seat> seats = new CopyOnWriteArrayList<>();

  ExecScene(ExecUnderTest exec) {
    this.exec = exec;
  }

  /** A shell that takes lines. */
  Seat open() {
    return open(exec.container());
  }

  Seat open(ContainerRef container) {
    return open(exec.port(), request(container)).ready();
  }

  /** As it comes from the port. */
  Seat open(ExecPort port, TerminalRequest request) {
    var opened = (Opening.Opened) port.open(request);
    var seat = new Seat(request, opened.terminal());
    seats.add(seat);
    return seat;
  }

  TerminalRequest request(ContainerRef container) {
    return request(container, SHELL);
  }

  TerminalRequest request(ContainerRef container, String shell) {
    return new TerminalRequest(container, shell, TerminalMarker.random(), TerminalSize.USUAL);
  }

  TerminalRequest request(TerminalSize size) {
    return new TerminalRequest(exec.container(), SHELL, TerminalMarker.random(), size);
  }

  /** All that were opened so far. */
  List<Seat> seats() {
    return seats;
  }

  int processesOf(Seat seat) {
    return exec.processes(seat.request().container(), seat.request().marker());
  }

  void end(Seat seat) {
    exec.port().end(seat.request().container(), SHELL, Set.of(seat.request().marker()));
  }

  /** Leaves every terminal, and ends what runs in it. */
  void clear() {
    seats.forEach(Seat::close);
    seats.stream()
        .map(Seat::request)
        .collect(groupingBy(TerminalRequest::container, mapping(TerminalRequest::marker, toSet())))
        .forEach((container, markers) -> exec.port().end(container, SHELL, markers));
  }

  static void eventually(Callable<Boolean> isSo) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(isSo);
  }
}
