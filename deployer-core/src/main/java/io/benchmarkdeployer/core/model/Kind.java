package io.benchmarkdeployer.core.model;

/**
 * What an object is, as its manifest says: {@code apiVersion} and {@code kind} (Kubernetes API
 * conventions).
 *
 * @param apiVersion {@code v1} for the core group, else {@code group/version}
 * @param name the kind, in its own spelling: {@code Job}
 */
public record Kind(String apiVersion, String name) {
  public static final Kind JOB = new Kind("batch/v1", "Job");
  public static final Kind POD = new Kind("v1", "Pod");
  public static final Kind SECRET = new Kind("v1", "Secret");
  public static final Kind NAMESPACE = new Kind("v1", "Namespace");

  /** The API group; empty for the core group. */
  public String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /** The version within the group. */
  public String version() {
    return apiVersion.substring(apiVersion.indexOf('/') + 1);
  }

  /** Whether both are one resource: a group serves the same objects under each of its versions. */
  public boolean sameResource(Kind other) {
    return name.equals(other.name) && group().equals(other.group());
  }

  public boolean isJob() {
    return sameResource(JOB);
  }

  public boolean isSecret() {
    return sameResource(SECRET);
  }

  @Override
  public String toString() {
    return apiVersion + "/" + name;
  }
}
