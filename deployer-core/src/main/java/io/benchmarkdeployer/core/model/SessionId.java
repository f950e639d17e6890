package io.benchmarkdeployer.core.model;

import java.util.regex.Pattern;

/** The identity of a terminal session: 128 random bits, as 32 hexadecimal digits. */
public record SessionId(String value) {
  private static final Pattern RULE = Pattern.compile("[0-9a-f]{32}");

  public SessionId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("a session id is 32 hexadecimal digits");
    }
  }

  public static boolean isValid(String value) {
    return RULE.matcher(value).matches();
  }

  /** One that nobody has had or can guess. */
  public static SessionId random() {
    return new SessionId(RandomHex.ofBits(128));
  }

  @Override
  public String toString() {
    return value;
  }
}
