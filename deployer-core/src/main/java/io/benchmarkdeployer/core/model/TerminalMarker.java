package io.benchmarkdeployer.core.model;

import java.util.regex.Pattern;

/**
 * What the processes of one terminal carry in their environment, under {@link #VARIABLE}, so that
 * they are found when it ends. It opens nothing: whoever can look into the container may read it.
 *
 * @param value 32 hexadecimal digits
 */
public record TerminalMarker(String value) {
  /** The environment variable that holds it. */
  public static final String VARIABLE = "BENCHMARK_DEPLOYER_TERMINAL";

  private static final Pattern RULE = Pattern.compile("[0-9a-f]{32}");

  public TerminalMarker {
    if (!RULE.matcher(value).matches()) {
      throw new IllegalArgumentException("a marker is 32 hexadecimal digits");
    }
  }

  /** One that nobody has had. */
  public static TerminalMarker random() {
    return new TerminalMarker(RandomHex.ofBits(128));
  }

  /** As it stands in an environment. */
  public String assignment() {
    return VARIABLE + "=" + value;
  }

  @Override
  public String toString() {
    return value;
  }
}
