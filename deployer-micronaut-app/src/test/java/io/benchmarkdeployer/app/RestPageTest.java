package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.app.OpenApi.Route;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page of the REST service says what the service's OpenAPI document says. That its answers are
 * the service's own is {@link PagesTest}'s matter.
 */
class RestPageTest {
  private static final Page PAGE = Page.named("rest.md");
  private static final OpenApi DESCRIPTION = OpenApi.read();
  private static final Pattern METHOD = Pattern.compile("-X (\\w+)");
  private static final Pattern TARGET = Pattern.compile("localhost:8002(/[^\\s']*)");
  private static final Pattern ROW = Pattern.compile("^\\| (`[^|]+) \\|.*");
  private static final Pattern NAME = Pattern.compile("`([\\w-]+)`");
  private static final Pattern STATUS = Pattern.compile("^\\| (\\d{3}) \\|.*");

  static Set<Route> routes() {
    return PAGE.headings(3).stream()
        .flatMap(heading -> Route.parse(heading).stream())
        .collect(Collectors.toSet());
  }

  @Test
  void everyRouteOfTheDescriptionHasItsSectionAndNoOtherHasOne() {
    assertThat(routes()).isEqualTo(DESCRIPTION.routes()).hasSizeGreaterThan(25);
  }

  @ParameterizedTest
  @MethodSource("routes")
  void theSectionSendsARequestToItsRoute(Route route) {
    assertThat(steps(route)).anyMatch(step -> meets(route, step));
  }

  private static Stream<Step> steps(Route route) {
    return PAGE.blocks().stream()
        .filter(Page.Block::isOfAShell)
        .filter(block -> block.section().equals(route.toString()))
        .flatMap(block -> Step.of(block).stream());
  }

  private static boolean meets(Route route, Step step) {
    String method =
        first(METHOD, step.command()).orElse(step.command().contains(" -d ") ? "POST" : "GET");
    return first(TARGET, step.command())
        .filter(target -> route.isMetBy(method, target))
        .isPresent();
  }

  private static Optional<String> first(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).findFirst();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void theSectionExplainsEachThingThatARequestCanSay(Route route) {
    assertThat(explained(route)).isEqualTo(DESCRIPTION.inputs(route));
  }

  private static Set<String> explained(Route route) {
    return PAGE.section(route.toString()).stream()
        .flatMap(line -> ROW.matcher(line).results())
        .flatMap(row -> NAME.matcher(row.group(1)).results())
        .map(name -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * With what the service really answers (the page is compared with that), the circle is closed.
   */
  @ParameterizedTest
  @MethodSource("routes")
  void anAnswerThatIsShownWholeIsAsDescribed(Route route) {
    assertThat(steps(route).filter(step -> meets(route, step)).filter(RestPageTest::isWhole))
        .allSatisfy(step -> assertThat(differences(route, step)).isEmpty());
  }

  private static boolean isWhole(Step step) {
    return step.command().endsWith("| jq") && !step.command().contains("format=ndjson");
  }

  private static List<String> differences(Route route, Step step) {
    var schema = DESCRIPTION.answer(route).orElseThrow();
    return DESCRIPTION.differences(route.toString(), schema, Answer.value(step.answer())).toList();
  }

  @Test
  void mostAnswersAreShownWhole() {
    assertThat(routes().stream().filter(route -> steps(route).anyMatch(RestPageTest::isWhole)))
        .hasSizeGreaterThan(15);
  }

  @Test
  void theTableOfErrorsHasEachStatusOfTheDescription() {
    Set<String> told =
        PAGE.section("Errors").stream()
            .flatMap(line -> STATUS.matcher(line).results())
            .map((MatchResult row) -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(DESCRIPTION.statuses()).containsAll(Set.of("400", "504"));
    assertThat(told).containsAll(errors()).allMatch(status -> status.compareTo("400") >= 0);
  }

  private static List<String> errors() {
    return DESCRIPTION.statuses().stream().filter(status -> status.compareTo("400") >= 0).toList();
  }
}
