package io.benchmarkdeployer.testkit.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The code that a page of {@code docs/} quotes, and the regions of the test that it quotes. */
final class QuotedCode {
  private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern REGION =
      Pattern.compile(" *// region [a-z]+\\n(.*?) *// endregion\\n", Pattern.DOTALL);

  private QuotedCode() {}

  /** Every block of Java on the page, in its order. */
  static List<String> ofPage(String page) throws IOException {
    return found(BLOCK, Path.of("..", "docs", page));
  }

  /** Every region of the test, in its order, without its indentation. */
  static List<String> ofTest(Class<?> test) throws IOException {
    return ofTest(test.getName().replace('.', '/'));
  }

  /** The same, of one that can't be named from here. */
  static List<String> ofTest(String path) throws IOException {
    return found(REGION, Path.of("src/test/java", path + ".java"));
  }

  private static List<String> found(Pattern pattern, Path file) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map(match -> match.group(1).stripTrailing().stripIndent())
        .toList();
  }
}
