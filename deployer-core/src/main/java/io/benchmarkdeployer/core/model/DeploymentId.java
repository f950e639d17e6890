package io.benchmarkdeployer.core.model;

import java.util.UUID;
import java.util.regex.Pattern;

/** Our identity of a deployment: a UUID for those that we make; fit for a label value and a URL. */
public record DeploymentId(String value) {
  private static final Pattern RULE =
      Pattern.compile("[A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?");

  public DeploymentId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a deployment id is 1 to 63 letters, digits, '-', '_' or '.'");
    }
  }

  public static boolean isValid(String value) {
    return RULE.matcher(value).matches();
  }

  /** One that nobody has had. */
  public static DeploymentId random() {
    return new DeploymentId(UUID.randomUUID().toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
