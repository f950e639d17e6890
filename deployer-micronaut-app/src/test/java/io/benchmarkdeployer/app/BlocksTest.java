package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** No block of code of any page is without a test. */
class BlocksTest {
  private static final List<Page.Block> BLOCKS =
      Page.all().stream().flatMap(page -> page.blocks().stream()).toList();

  /** Languages of which every block is tested in one way. */
  private static final Map<String, String> BY_LANGUAGE =
      Map.of(
          "java",
              "deployer-testkit/src/test/java/io/benchmarkdeployer/testkit/docs/JavaOfThePagesTest",
          "console", "deployer-micronaut-app/src/test/java/io/benchmarkdeployer/app/PagesTest",
          "sh", "deployer-micronaut-app/src/test/java/io/benchmarkdeployer/app/PagesTest",
          "xml", "deployer-micronaut-app/src/test/java/io/benchmarkdeployer/app/BlocksTest");

  /** What nothing of ours can run, and why. */
  private static final Map<String, String> NO_CODE =
      Map.of(
          "mermaid", "a drawing",
          "nginx", "the configuration of a proxy that is not at hand");

  /** Blocks that a test of their own reads from the page, by page and language. */
  private static final Map<String, String> BY_BLOCK =
      Map.of(
          "logs.md html",
          "deployer-micronaut-app/src/test/java/io/benchmarkdeployer/app/BrowserPagesTest",
          "terminal.md js",
          "deployer-micronaut-app/src/test/java/io/benchmarkdeployer/app/BrowserPagesTest");

  @ParameterizedTest
  @FieldSource("BLOCKS")
  void everyBlockOfCodeHasItsTest(Page.Block block) throws IOException {
    if (!NO_CODE.containsKey(block.language()) && !isTyped(block)) {
      assertThat(test(block)).as("a test of " + block).isPresent();
      assertThat(Files.readString(test(block).get())).contains(word(block));
    }
  }

  /** Whether it is a file that a command of its page uses: then that command's test is its test. */
  private static boolean isTyped(Page.Block block) {
    return block
        .file()
        .filter(
            file ->
                Page.named(block.page()).steps().stream()
                    .filter(step -> step.whyNotRun().isEmpty())
                    .anyMatch(step -> step.command().contains(file)))
        .isPresent();
  }

  private static Optional<Path> test(Page.Block block) {
    return Optional.ofNullable(BY_LANGUAGE.get(block.language()))
        .or(() -> Optional.ofNullable(BY_BLOCK.get(block.page() + " " + block.language())))
        .map(name -> Path.of("..", name + ".java"));
  }

  /** What its test can't do without. */
  private static String word(Page.Block block) {
    return BY_LANGUAGE.containsKey(block.language()) ? "Page" : block.page();
  }

  @Test
  void onlyAFewCommandsAreNotRun() {
    List<String> notRun =
        Page.all().stream()
            .flatMap(page -> page.steps().stream())
            .filter(step -> step.whyNotRun().isPresent())
            .map(Step::command)
            .toList();

    assertThat(notRun).isNotEmpty().hasSizeLessThan(15);
  }

  // What a build has to name.

  private static final Pattern COORDINATES =
      Pattern.compile(
          "\\s*<groupId>(.+)</groupId>\\s*<artifactId>(.+)</artifactId>\\s*<version>(.+)</version>"
              + "(\\s*<scope>(?:test|runtime)</scope>)?\\s*");
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>(.*?)</dependency>\\s*", Pattern.DOTALL);

  static final List<Page.Block> DEPENDENCIES =
      BLOCKS.stream().filter(block -> block.language().equals("xml")).toList();

  @ParameterizedTest
  @FieldSource("DEPENDENCIES")
  void everyDependencyOfAPageIsAModuleOfThisBuild(Page.Block block) throws IOException {
    assertThat(DEPENDENCY.matcher(block.text()).replaceAll("")).isEmpty();
    assertThat(dependencies(block))
        .isNotEmpty()
        .allMatch(Matcher::matches)
        .allSatisfy(named -> assertThat(modules()).contains(coordinates(named)));
  }

  private static List<Matcher> dependencies(Page.Block block) {
    return DEPENDENCY
        .matcher(block.text())
        .results()
        .map(found -> COORDINATES.matcher(found.group(1)))
        .toList();
  }

  private static String coordinates(Matcher named) {
    assertThat(named.matches()).isTrue();
    return "%s:%s:%s".formatted(named.group(1), named.group(2), named.group(3));
  }

  private static Set<String> modules() throws IOException {
    String root = Files.readString(Path.of("..", "pom.xml"));
    String group = first(root, "<groupId>(.+?)</groupId>");
    String version = first(root, "<version>(.+?)</version>");
    return Pattern.compile("<module>(.+)</module>")
        .matcher(root)
        .results()
        .map(module -> "%s:%s:%s".formatted(group, module.group(1), version))
        .collect(Collectors.toSet());
  }

  private static String first(String text, String pattern) {
    return Stream.of(text)
        .flatMap(whole -> Pattern.compile(pattern).matcher(whole).results())
        .findFirst()
        .orElseThrow()
        .group(1);
  }
}
