package io.benchmarkdeployer.core.port;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import java.util.Set;

/**
 * Terminals in containers. It knows nothing of jobs and sessions. Every method blocks, may be
 * called from any thread at once, and ends within the implementation's timeouts; how many terminals
 * are open does not slow another. Errors as {@link ClusterPort} has them.
 */
public interface ExecPort extends AutoCloseable {

  /**
   * Opens a terminal. On {@link Opening.Opened} the shell runs, with a terminal of the size asked
   * for; the caller closes it. Where this throws after the shell may have been started, {@link
   * #end} with the request's marker makes sure that it is gone.
   *
   * @throws NotFoundException where the cluster has no such pod, or the pod no such container
   * @throws ConflictException where the container does not run
   * @throws ForbiddenException where the cluster's access rules refuse it
   */
  Opening open(TerminalRequest request);

  /**
   * Ends all processes in the container that carry one of these markers: by hang-up, then by force.
   * On return none of them is left, or the container is not there any more, does not run, or is one
   * of another pod. Repeating it is harmless.
   *
   * @param shell one that the container has, as {@link TerminalRequest#shell}
   * @throws UnavailableException where that could not be made sure of; try again
   */
  void end(ContainerRef container, String shell, Set<TerminalMarker> markers);

  /** Closes every terminal and gives back all threads and connections. Idempotent. */
  @Override
  void close();

  /** What came of opening a terminal. */
  sealed interface Opening {
    /** The shell runs. */
    record Opened(Terminal terminal) implements Opening {}

    /** The container runs, and has no such program, or can't run it. Nothing was started. */
    record NoSuchShell() implements Opening {}
  }
}
