package io.benchmarkdeployer.core.model;

/**
 * The cluster's own identity of an object: never used twice, unlike a name (Kubernetes
 * documentation, "Object Names and IDs").
 */
public record Uid(String value) {
  public Uid {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a UID is not blank");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
