package io.benchmarkdeployer.testkit.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The code that the pages of the documents quote, and the regions of the tests that they quote. */
final class QuotedCode {
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern REGION =
      Pattern.compile(
          "^ *// region [a-z]+\\n(.*?) *// endregion\\n", Pattern.DOTALL | Pattern.MULTILINE);

  private QuotedCode() {}

  /** The README and all of {@code docs/}. */
  static List<String> pages() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      Stream<String> names =
          files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".md"));
      return Stream.concat(Stream.of("../README.md"), names.sorted()).toList();
    }
  }

  /** Every block of Java on the page, in its order. */
  static List<String> ofPage(String page) throws IOException {
    return found(BLOCK, ROOT.resolve("docs").resolve(page));
  }

  /** Every region of every test of all modules, without its indentation. */
  static List<String> ofAllTests() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve("src/test/java"))
          .filter(Files::isDirectory)
          .flatMap(QuotedCode::ofTests)
          .toList();
    }
  }

  private static Stream<String> ofTests(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream()
          .flatMap(file -> found(REGION, file).stream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> found(Pattern pattern, Path file) {
    try {
      return pattern
          .matcher(Files.readString(file))
          .results()
          .map(match -> match.group(1).stripTrailing().stripIndent())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
