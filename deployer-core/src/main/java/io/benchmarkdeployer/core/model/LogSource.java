package io.benchmarkdeployer.core.model;

/**
 * Where a line of a job's log was printed.
 *
 * @param attempt which life of the container: 0 for the first, then counted with its restarts
 */
public record LogSource(String pod, Uid podUid, String container, int attempt) {

  @Override
  public String toString() {
    return attempt == 0 ? pod + "/" + container : pod + "/" + container + "#" + attempt;
  }
}
