package io.benchmarkdeployer.core.port;

/**
 * What must outlive the process. Every method of it and of its stores blocks within the
 * implementation's timeouts, may be called from any thread, and throws {@link UnavailableException}
 * where the state can't be reached or is silent.
 */
public interface StatePort extends AutoCloseable {

  DeploymentStore deployments();

  SessionStore sessions();

  LogStore logs();

  /** Asks for a sign of life: returns where reads are served. */
  void check();

  /**
   * Gives back all threads and connections; every later call is an {@link UnavailableException}.
   * Idempotent.
   */
  @Override
  void close();
}
