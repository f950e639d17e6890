package io.benchmarkdeployer.app.embedded;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The character set in which the JDK writes words for another process. */
record LocaleCharset(Charset charset) {

  /** That of the locale with which this service was started. */
  static LocaleCharset ofService() {
    return new LocaleCharset(
        Optional.ofNullable(System.getProperty("sun.jnu.encoding"))
            .filter(Charset::isSupported)
            .map(Charset::forName)
            .orElse(StandardCharsets.US_ASCII));
  }

  /** Whether this word arrives as UTF-8, as a manifest means it. */
  boolean keeps(String word) {
    return charset.equals(StandardCharsets.UTF_8) || word.chars().allMatch(c -> c < 0x80);
  }
}
