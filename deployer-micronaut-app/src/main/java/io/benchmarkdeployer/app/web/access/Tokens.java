package io.benchmarkdeployer.app.web.access;

import io.benchmarkdeployer.app.wiring.AccessToken;
import io.benchmarkdeployer.app.wiring.Settings;
import io.benchmarkdeployer.core.model.Caller;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows callers by their tokens. */
@Singleton
final class Tokens {
  private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([\\x21-\\x7e]+)");

  private final List<Known> known;

  Tokens(Settings settings) {
    this.known =
        settings.tokens().stream()
            .map((AccessToken token) -> new Known(token.caller(), digest(token.secret())))
            .toList();
  }

  // Digests are compared, never the records.
  @SuppressWarnings("ArrayRecordComponent")
  private record Known(Caller caller, byte[] digest) {}

  /** Whether callers have to show one. */
  boolean areAsked() {
    return !known.isEmpty();
  }

  /**
   * Who shows this {@code Authorization}. All tokens are compared, in full: the time that it takes
   * tells nothing of them.
   */
  Optional<Caller> callerOf(String authorization) {
    Matcher matcher = BEARER.matcher(authorization);
    byte[] shown = digest(matcher.matches() ? matcher.group(1) : "");
    Optional<Caller> caller = Optional.empty();
    for (Known one : known) {
      if (MessageDigest.isEqual(one.digest(), shown)) {
        caller = Optional.of(one.caller());
      }
    }
    return caller;
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }
}
