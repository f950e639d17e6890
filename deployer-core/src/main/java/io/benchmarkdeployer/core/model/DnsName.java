package io.benchmarkdeployer.core.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules that Kubernetes has for names, so that nothing else ever reaches a URL or a label
 * (Kubernetes documentation, "Object Names and IDs"; RFC 1123).
 */
public final class DnsName {
  private static final int LABEL_LENGTH = 63;
  private static final int SUBDOMAIN_LENGTH = 253;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile(LABEL.pattern() + "(\\." + LABEL.pattern() + ")*");

  private DnsName() {}

  /** What is wrong with this namespace name (a DNS label); empty when it is right. */
  public static Optional<String> problemOfNamespace(String value) {
    return problem(value, LABEL, LABEL_LENGTH, "letters a-z, digits and '-'");
  }

  /** What is wrong with this object name (a DNS subdomain); empty when it is right. */
  public static Optional<String> problemOfName(String value) {
    return problem(value, SUBDOMAIN, SUBDOMAIN_LENGTH, "letters a-z, digits, '-' and '.'");
  }

  private static Optional<String> problem(String value, Pattern rule, int most, String allowed) {
    boolean right = value.length() <= most && rule.matcher(value).matches();
    return right
        ? Optional.empty()
        : Optional.of(
            "must be 1 to %d characters of %s, beginning and ending with a letter or digit"
                .formatted(most, allowed));
  }
}
