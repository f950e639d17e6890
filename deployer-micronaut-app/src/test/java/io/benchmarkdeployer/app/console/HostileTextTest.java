package io.benchmarkdeployer.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.AriaRole;
import io.benchmarkdeployer.app.Answer;
import io.benchmarkdeployer.app.InMemory;
import io.benchmarkdeployer.app.RunningApp;
import io.benchmarkdeployer.app.embedded.EmbeddedCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever others can put on the page is text there, and nothing else; the page goes on working.
 */
@Tag("tools")
class HostileTextTest {
  @RegisterExtension static final Chromium CHROMIUM = Chromium.headless();

  private static final RunningApp APP =
      RunningApp.on(InMemory.on(EmbeddedCluster.start()), Map.of());
  private static final List<String> TEXTS = HostileText.all();
  private static final Pattern HALVES =
      Pattern.compile("(?i)\\\\u(d[89ab]\\p{XDigit}{2})\\\\u(d[c-f]\\p{XDigit}{2})");
  private static final String LAST = "after all that";

  private Page page;

  @BeforeEach
  void open() {
    page = CHROMIUM.page();
  }

  @AfterEach
  void clear() {
    APP.get("/deployments")
        .rows()
        .forEach(row -> APP.delete("/deployments/" + row.get("deployment_id")));
  }

  @AfterAll
  static void close() {
    APP.close();
  }

  private Console console() {
    return Console.at(page, APP.port());
  }

  /** Answers in the service's place, as no service of ours would. */
  private void answer(String pattern, int status, Object body) {
    page.route(
        pattern,
        route ->
            route.fulfill(
                new FulfillOptions()
                    .setStatus(status)
                    .setContentType("application/json")
                    .setBody(Answer.write(body))));
  }

  private static List<Map<String, Object>> each(Function<String, Map<String, Object>> made) {
    return TEXTS.stream().map(made).toList();
  }

  /** A deployment that says this in each of its fields that hold text. */
  private static Map<String, Object> saying(String text, Map<String, Object> real) {
    var row = new HashMap<>(real);
    for (String field :
        List.of("resource_name", "namespace", "name", "created_by", "failure", "yaml_content")) {
      row.put(field, text);
    }
    row.put("deployment_id", text);
    row.put("cause", Map.of("type", text, "message", text));
    row.put("state", "failed");
    row.put("status", text);
    row.put("resource_type", text.length() % 2 == 0 ? "job" : text);
    return row;
  }

  private static Map<String, Object> deployed(String name) {
    APP.post("/deploy", Map.of("yaml_content", Manifests.job(name, "sleep 600"))).ok();
    return APP.get("/deployments").rows().getFirst();
  }

  @Test
  void thereAreTwoHundred() {
    assertThat(TEXTS).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void asNamesAndCausesOfDeployments() {
    CHROMIUM.complaints().allow("status of 400.*/jobs/");
    Map<String, Object> real = deployed("real");
    answer("**/deployments?*", 200, each(text -> saying(text, real)));
    Console console = console();

    assertThat(console.told().filter(Console.withText("Shown: 200"))).isVisible();
    assertThat(page.locator("tbody th > a").allTextContents())
        .containsExactlyInAnyOrderElementsOf(TEXTS);
    assertThat(
            page.locator("tbody th > a")
                .evaluateAll("all => all.map(it => it.getAttribute('href').slice(0, 2))"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .containsOnly("#/");

    console.the(AriaRole.SEARCHBOX, "Filter by name, namespace, status, person").fill("onbegin");
    assertThat(console.told().filter(Console.withText("Shown: 4"))).isVisible();
    page.locator("tbody button").first().click();
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("onbegin");
    console.button("Cancel").click();
    page.locator("tbody th > a").first().click();
    assertThat(page.getByRole(AriaRole.HEADING).first()).containsText("onbegin");
  }

  @Test
  void asWhatIsWrongWithAManifest() {
    CHROMIUM.complaints().allow("status of 422");
    var problems = new ArrayList<Map<String, Object>>();
    TEXTS.forEach(
        text -> problems.add(Map.of("path", text, "message", text, "line", 3, "column", 1)));
    answer(
        "**/deploy*",
        422,
        Map.of("title", TEXTS.get(0), "status", 422, "detail", TEXTS.get(1), "errors", problems));
    Console console = console();
    console.deploy("kind: Job\na: b\nc: d\n");

    assertThat(console.alerts()).containsText(TEXTS.get(1));
    assertThat(console.the(AriaRole.REGION, "Problems").getByRole(AriaRole.LISTITEM))
        .hasCount(TEXTS.size());
    page.locator(".cm-lint-marker-error").first().hover();
    assertThat(page.locator(".cm-tooltip-lint")).isVisible();
  }

  @Test
  void asWhatTheClusterSaysOfAJob() {
    deployed("job");
    Map<String, Object> status = new HashMap<>(APP.get("/jobs/job/status").ok());
    status.put(
        "pods",
        each(
            text ->
                Map.of(
                    "name",
                    text,
                    "phase",
                    text,
                    "message",
                    text,
                    "containers",
                    List.of(container(text)))));
    status.put(
        "conditions",
        each(text -> Map.of("type", text, "holds", true, "reason", text, "message", text)));
    answer("**/jobs/job/status*", 200, status);
    answer(
        "**/jobs/job/events*",
        200,
        Map.of(
            "events",
            each(
                text ->
                    Map.of(
                        "type", text, "reason", text, "message", text, "object", text, "count",
                        2))));
    Console console = console();

    console.link("job").click();
    console.link("Details").click();
    assertThat(console.row("")).hasCount(TEXTS.size());
    console.link("Terminals").click();
    assertThat(console.the(AriaRole.COMBOBOX, "Pod").getByRole(AriaRole.OPTION))
        .hasCount(TEXTS.size());
  }

  private static Map<String, Object> container(String text) {
    return Map.of(
        "name",
        text,
        "image",
        text,
        "init",
        false,
        "state",
        "running",
        "reason",
        text,
        "message",
        text,
        "restarts",
        0);
  }

  /** What can be an argument of a program, and is one line. */
  private static List<String> printable() {
    return TEXTS.stream().filter(text -> !text.contains("\u0000")).toList();
  }

  private static String printing(String then) {
    var command = new ArrayList<>(List.of("sh", "-c", "printf '%s\\n' \"$@\"; " + then, "sh"));
    command.addAll(printable());
    command.add(LAST);
    return Manifests.job("hostile", "true")
        .replaceFirst("command: .*", Matcher.quoteReplacement("command: " + yaml(command)));
  }

  /** YAML knows no halves of characters, which our JSON writes. */
  private static String yaml(List<String> texts) {
    return HALVES
        .matcher(Answer.write(texts))
        .replaceAll(
            pair ->
                Character.toString(
                    Character.toCodePoint(
                        (char) Integer.parseInt(pair.group(1), 16),
                        (char) Integer.parseInt(pair.group(2), 16))));
  }

  @Test
  void asLinesOfALog() {
    APP.post("/deploy", Map.of("yaml_content", printing("sleep 600"))).ok();
    Console console = console();

    console.link("hostile").click();

    assertThat(console.log()).containsText(LAST);
    console.log().press("Control+Home");
    assertThat(console.log()).containsText("<script>alert(1)</script>");
    assertThat(page).hasTitle(Pattern.compile("^hostile\\b.*Benchmark Deployer"));
  }

  @Test
  void asOutputOfATerminal() {
    String manifest = printing("printf '%s\\n' \"$@\" > printed; sleep 600");
    APP.post("/deploy", Map.of("yaml_content", manifest)).ok();
    Console console = console();
    console.link("hostile").click();
    assertThat(console.log()).containsText(LAST);
    console.link("Terminals").click();
    console.button("Open terminal").click();
    assertThat(console.told().filter(Console.withText("Connected"))).isVisible();

    console.type("cat printed; printf '\\033c'; echo the answer is $((40 + 2))");

    assertThat(console.screen()).containsText("the answer is 42");
    assertThat(page).hasTitle(Pattern.compile("^hostile\\b.*Benchmark Deployer"));
  }
}
