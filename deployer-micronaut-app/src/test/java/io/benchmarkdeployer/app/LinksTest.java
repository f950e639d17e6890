package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link between the documents leads somewhere. */
class LinksTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]*)(?:#([^)]*))?\\)");

  /** A link within the documents, as it stands on its page. */
  record Link(Page page, String file, String anchor) {
    Path target() {
      Path from = Path.of("..").resolve(page.name().equals("README.md") ? "" : "docs");
      return from.resolve(file.isEmpty() ? page.name() : file).normalize();
    }
  }

  static Stream<Link> links() {
    return Page.all().stream()
        .flatMap(
            page ->
                page.lines().stream()
                    .flatMap(line -> LINK.matcher(line).results())
                    .filter(link -> !link.group(1).contains(":"))
                    .map(link -> link(page, link)));
  }

  private static Link link(Page page, MatchResult found) {
    return new Link(page, found.group(1), found.group(2) == null ? "" : found.group(2));
  }

  @ParameterizedTest
  @MethodSource("links")
  void leadsToAFileAndItsHeading(Link link) throws Exception {
    assertThat(link.target()).exists();
    if (!link.anchor().isEmpty()) {
      assertThat(anchors(Files.readAllLines(link.target()))).contains(link.anchor());
    }
  }

  /** As GitHub makes them. */
  private static List<String> anchors(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }
}
