package io.benchmarkdeployer.core.model;

import java.time.Instant;

/**
 * The right to bring a deployment to its end. While it lasts nobody else touches it; when it is
 * over its holder is taken for dead.
 *
 * @param holder which process
 */
public record Lease(String holder, Instant until) {
  public boolean isOver(Instant now) {
    return !now.isBefore(until);
  }
}
