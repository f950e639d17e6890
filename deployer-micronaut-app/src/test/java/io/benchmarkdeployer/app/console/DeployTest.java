package io.benchmarkdeployer.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.benchmarkdeployer.app.InMemory;
import io.benchmarkdeployer.app.RunningApp;
import io.benchmarkdeployer.app.embedded.EmbeddedCluster;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The editor: a manifest is written, tried, refused where it is wrong, and deployed. */
@Tag("tools")
class DeployTest {
  @RegisterExtension static final Chromium CHROMIUM = Chromium.headless();
  private static final String REFUSED = "status of (400|409|422)";

  private final RunningApp app = RunningApp.on(InMemory.on(EmbeddedCluster.start()), Map.of());
  private Console console;

  @BeforeEach
  void open() {
    console = Console.at(CHROMIUM.page(), app.port());
    console.link("Deploy").click();
  }

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  void aDryRunTellsWhatWouldBecomeOfEachObjectAndChangesNothing() {
    console.write(
        Manifests.job("tried", "true")
            + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: beside}\ndata: {a: b}\n");

    console.button("Dry run").click();

    assertThat(console.told().filter(Console.withText("Nothing was changed"))).isVisible();
    assertThat(console.row("Job tried")).containsText("would be created");
    assertThat(console.row("ConfigMap beside")).containsText("would be created");
    assertThat(app.get("/deployments").rows()).isEmpty();
  }

  @Test
  void whatIsWrongIsMarkedAtItsLineAndSaidInWords() {
    CHROMIUM.complaints().allow(REFUSED);
    console.write("apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: Not_A_Name\nspec: {}\n");

    console.button("Deploy").click();

    assertThat(console.alerts()).isVisible();
    assertThat(console.the(AriaRole.REGION, "Problems").getByRole(AriaRole.LISTITEM).first())
        .containsText(Pattern.compile("line \\d"));
    assertThat(lineOf(console.page().locator(".cm-lint-marker-error").first())).isEqualTo("4");
  }

  /** The number beside the mark. */
  private String lineOf(Locator mark) {
    double middle = middle(mark);
    return console.page().locator(".cm-lineNumbers .cm-gutterElement").all().stream()
        .filter(number -> Math.abs(middle(number) - middle) < 5)
        .map(Locator::textContent)
        .findFirst()
        .orElse("no line");
  }

  private static double middle(Locator of) {
    var box = of.boundingBox();
    return box == null || box.height == 0 ? -1_000_000 : box.y + box.height / 2;
  }

  @Test
  void brokenYamlIsMarkedToo() {
    CHROMIUM.complaints().allow(REFUSED);
    console.write("kind: Job\nmetadata:\n  name: 'open\n");

    console.button("Dry run").click();

    assertThat(console.alerts()).isVisible();
    assertThat(console.page().locator(".cm-lint-marker-error").first()).isVisible();
  }

  @Test
  void theMarksGoAsOneWritesOn() {
    CHROMIUM.complaints().allow(REFUSED);
    console.write("kind: Job\n");
    console.button("Deploy").click();
    assertThat(console.alerts()).isVisible();

    console.write(Manifests.job("mended", "true"));

    assertThat(console.alerts()).hasCount(0);
    assertThat(console.page().locator(".cm-lint-marker-error")).hasCount(0);
  }

  @Test
  void aConflictWithWhatIsNotOursIsTold() {
    CHROMIUM.complaints().allow(REFUSED);
    app.post("/deploy", Map.of("yaml_content", Manifests.job("taken", "sleep 600"))).ok();

    console.write(Manifests.job("taken", "sleep 700"));
    console.button("Deploy").click();

    assertThat(console.alerts()).containsText("taken");
  }

  @Test
  void whatIsTypedInHasteOverWhatStandsThereStays() {
    console.editor().click();
    console.page().keyboard().press("Control+a");
    console.page().keyboard().type("kind: Job # typed");

    assertThat(console.editor()).hasText("kind: Job # typed");
  }

  @Test
  void aFileCanBeOpened() {
    console
        .page()
        .getByLabel("Open a file")
        .setInputFiles(
            new FilePayload(
                "job.yaml",
                "text/yaml",
                Manifests.job("of-a-file", "true").getBytes(StandardCharsets.UTF_8)));

    assertThat(console.editor()).containsText("of-a-file");
  }

  @Test
  void whatIsWrittenIsSentAsItIs() {
    String manifest =
        "# a comment: 'kept'\n" + Manifests.job("as-written", "echo \"{a: [b]}\" '$x' ; true");
    console.write(manifest);
    console.button("Deploy").click();

    assertThat(console.heading("as-written")).isVisible();
    assertThat(app.get("/deployments").rows().getFirst()).containsEntry("yaml_content", manifest);
  }
}
