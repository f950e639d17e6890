package io.benchmarkdeployer.app.web.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * What the console's page may load and run (Content Security Policy Level 3): nothing but its own
 * files. Its editor and terminal make style elements: the page's nonce, another for each answer,
 * lets them in.
 *
 * @param nonce fit for a header and an attribute
 */
record ContentPolicy(String nonce) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String PLACEHOLDER = "STYLE_NONCE";
  private static final int BYTES = 18;

  static ContentPolicy ofOneAnswer() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new ContentPolicy(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  String header() {
    return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"
        + nonce
        + "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'none';"
        + " base-uri 'none'; frame-ancestors 'none'";
  }

  byte[] applyTo(byte[] page) {
    return new String(page, UTF_8).replace(PLACEHOLDER, nonce).getBytes(UTF_8);
  }
}
