package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Deployment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A deployment as it has become. All who follow get the same object, so that what they make of it
 * ({@link #shared}) is made once.
 */
public final class DeploymentChange {
  private final long number;
  private final String cursor;
  private final Deployment deployment;
  private final Map<Function<?, ?>, Object> renderings = new ConcurrentHashMap<>(1);

  DeploymentChange(long number, String cursor, Deployment deployment) {
    this.number = number;
    this.cursor = cursor;
    this.deployment = deployment;
  }

  long number() {
    return number;
  }

  /** Whoever follows on after it misses nothing. */
  public String cursor() {
    return cursor;
  }

  /** Without its manifest: that never changes, and may be large. */
  public Deployment deployment() {
    return deployment;
  }

  /**
   * The change shown this way; computed once for all who ask with this very object. The result is
   * never to be changed.
   */
  @SuppressWarnings("unchecked") // Each rendering puts in only what it makes.
  public <T> T shared(Function<DeploymentChange, T> how) {
    return (T) renderings.computeIfAbsent(how, key -> how.apply(this));
  }
}
