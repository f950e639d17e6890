package io.benchmarkdeployer.core.model;

import java.util.Optional;

/**
 * An object as the cluster holds it.
 *
 * @param content the whole object as the cluster's API gives it, {@code metadata.managedFields} and
 *     {@code status} included; for a Secret its values too: it may be sent back, never stored or
 *     shown
 */
public record LiveObject(ResourceRef ref, Uid uid, Json.Obj content) {

  /** The value of a label; empty where it isn't set. */
  public Optional<String> label(String key) {
    return content.textAt("metadata", "labels", key);
  }

  /** Whether its deletion has begun: finalizers or a grace time keep it for now. */
  public boolean terminating() {
    return content.textAt("metadata", "deletionTimestamp").isPresent();
  }

  /** Names the object only: its content may hold a Secret's values. */
  @Override
  public String toString() {
    return ref + " (" + uid + ")";
  }
}
