package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Caller;
import java.util.Optional;

/**
 * What somebody wants deployed.
 *
 * @param yaml the manifest as it was written
 * @param namespace the namespace of documents that name none; empty for {@code default}
 * @param label a free name for the deployment
 * @param idempotencyKey the caller's own name for this request; repeated with the same content it
 *     gives the same deployment
 */
public record DeployRequest(
    String yaml,
    Optional<String> namespace,
    Optional<String> label,
    Caller caller,
    Optional<String> idempotencyKey) {

  /** A manifest of nobody in particular, for {@code default}. */
  public static DeployRequest of(String yaml) {
    return new DeployRequest(
        yaml, Optional.empty(), Optional.empty(), Caller.ANONYMOUS, Optional.empty());
  }

  public DeployRequest in(String other) {
    return new DeployRequest(yaml, Optional.of(other), label, caller, idempotencyKey);
  }

  public DeployRequest by(Caller other) {
    return new DeployRequest(yaml, namespace, label, other, idempotencyKey);
  }

  public DeployRequest withKey(String key) {
    return new DeployRequest(yaml, namespace, label, caller, Optional.of(key));
  }

  /** Says nothing of the content: it may hold a Secret's values. */
  @Override
  public String toString() {
    return "DeployRequest by " + caller.name();
  }
}
