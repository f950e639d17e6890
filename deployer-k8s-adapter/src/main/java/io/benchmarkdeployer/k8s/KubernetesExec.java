package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.TerminalRequest;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * Terminals in the pods of a Kubernetes cluster, from 1.20 on, over WebSockets. A terminal takes no
 * thread of the platform while nothing is printed or typed in it, and no more than 256 KiB of what
 * is printed while nobody reads.
 */
public final class KubernetesExec implements ExecPort {
  /** A shell that was killed as it started: with its container, or for want of memory. */
  private static final int KILLED = 137;

  private final ApiServer server;
  private final OpenStreams open = new OpenStreams();
  private volatile boolean closed;

  private KubernetesExec(KubernetesConnection connection) {
    this.server = new ApiServer(connection);
  }

  /**
   * Makes ready to speak to a cluster; nothing is asked of it yet.
   *
   * @throws IllegalArgumentException where the credentials can't be read
   */
  public static KubernetesExec open(KubernetesConnection connection) {
    return new KubernetesExec(connection);
  }

  @Override
  public Opening open(TerminalRequest request) {
    ExecStream stream = start(request);
    boolean opened = false;
    try {
      Opening opening = opening(request, stream, stream.awaitStart(server.callTimeout()));
      opened = opening instanceof Opening.Opened;
      return opening;
    } finally {
      if (!opened) {
        stream.close();
      }
    }
  }

  private ExecStream start(TerminalRequest request) {
    HttpUrl url =
        ExecUrls.terminal(server.url(), request.container(), ExecScripts.starting(request));
    ExecStream stream = ExecStream.ofTerminal(server, url, open, request);
    if (closed) {
      stream.close();
    }
    return stream;
  }

  private static Opening opening(
      TerminalRequest request, ExecStream stream, ExecStream.State start) {
    return switch (start) {
      case ExecStream.State.Running running ->
          new Opening.Opened(new KubernetesTerminal(stream, running.typed()));
      case ExecStream.State.Ended ended -> notStarted(request.container(), ended.status());
      case ExecStream.State.Refused refused ->
          throw ExecRefusal.of(refused.answer(), request.container());
      case ExecStream.State.Broken broken ->
          throw new UnavailableException(
              How.UNREACHABLE, "The cluster can't be reached; try again later", broken.why());
      case ExecStream.State.Closed closed ->
          throw new UnavailableException(How.UNREACHABLE, "The service is stopping");
    };
  }

  /** What ends before it says that it runs is no shell as we know them. */
  private static Opening notStarted(ContainerRef container, ExecStatus status) {
    String about = ExecRefusal.about(container);
    if (status.isOfContainer()) {
      throw new ConflictException(about + " does not run: " + status.words());
    }
    if (status.isOfProgram() || status.exitCode().filter(code -> code != KILLED).isPresent()) {
      return new Opening.NoSuchShell();
    }
    throw new UnavailableException(
        How.UNREACHABLE, about + ": the shell could not be started: " + status.words());
  }

  @Override
  public void end(ContainerRef container, String shell, Set<TerminalMarker> markers) {
    if (!markers.isEmpty()) {
      new MarkedProcesses(server, open, container, shell, markers).end();
    }
  }

  @Override
  public void close() {
    closed = true;
    open.closeAll();
    server.close();
  }
}
