package io.benchmarkdeployer.testkit.contract;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.port.ExecPort;

/**
 * Terminals with what their contract needs around them: the author of an adapter provides it. Every
 * container that runs has a POSIX shell {@code /bin/sh}, {@code sh} by its name, with {@code stty},
 * {@code seq}, {@code yes}, {@code sleep}, {@code setsid}, {@code cat}, {@code head} and {@code
 * sha256sum}.
 */
public interface ExecUnderTest extends AutoCloseable {

  ExecPort port();

  /** Another port to the same cluster, which the caller closes. */
  ExecPort openAnother();

  /** A container that runs as long as the contract does; the same at each call. */
  ContainerRef container();

  /** Another such container, of another pod. */
  ContainerRef otherContainer();

  /** A container of a pod that the cluster does not have. */
  ContainerRef missingPod();

  /** One that a running pod does not have. */
  ContainerRef missingContainer();

  /** A container that has ended, of a pod that is still there. */
  ContainerRef endedContainer();

  /** A container that waits, as for an image that can't be had. */
  ContainerRef waitingContainer();

  /** Starts a container for one test; it runs on return. */
  ContainerRef start();

  /** Makes a started container go away, with its pod; it may go on for some seconds. */
  void remove(ContainerRef started);

  /**
   * How many processes of the container carry this marker in their environment now, counted past
   * the port.
   */
  int processes(ContainerRef container, TerminalMarker marker);

  /** Removes what was made, and closes the port. */
  @Override
  void close();
}
