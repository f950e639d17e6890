package io.benchmarkdeployer.core.model;

/**
 * An object as it shall be, complete: its namespace settled, its name given, our labels on it.
 *
 * @param content what is sent, to the byte
 */
public record DesiredObject(ResourceRef ref, Json.Obj content) {

  /** Names the object only: its content may hold a Secret's values. */
  @Override
  public String toString() {
    return ref.toString();
  }
}
