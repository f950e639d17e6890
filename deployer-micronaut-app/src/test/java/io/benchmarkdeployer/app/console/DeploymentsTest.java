package io.benchmarkdeployer.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import io.benchmarkdeployer.app.InMemory;
import io.benchmarkdeployer.app.RunningApp;
import io.benchmarkdeployer.app.embedded.EmbeddedCluster;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The list of deployments, and what is asked before one is deleted. */
@Tag("tools")
class DeploymentsTest {
  @RegisterExtension static final Chromium CHROMIUM = Chromium.headless();

  private final RunningApp app = RunningApp.on(InMemory.on(EmbeddedCluster.start()), Map.of());

  @AfterEach
  void close() {
    app.close();
  }

  private Console console() {
    return Console.at(CHROMIUM.page(), app.port());
  }

  private void deploy(String name) {
    app.post("/deploy", Map.of("yaml_content", Manifests.job(name, "sleep 600"))).ok();
  }

  @Test
  void offersTheSampleWhereNothingIsDeployed() {
    Console console = console();

    assertThat(console.heading("Nothing is deployed")).isVisible();
    console.button("Open it in the editor").click();
    assertThat(console.editor()).containsText("name: test-job");
  }

  @Test
  void showsWhatOthersDeployAndDeleteAsItHappens() {
    Console console = console();
    assertThat(console.heading("Nothing is deployed")).isVisible();

    deploy("of-another");
    assertThat(console.row("of-another")).containsText("running");

    app.delete("/jobs/of-another/delete").ok();
    assertThat(console.row("of-another")).hasCount(0);
  }

  @Test
  void theFilterFindsByNameAndStatusAndSaysWhereNothingMatches() {
    deploy("first");
    deploy("second");
    Console console = console();
    assertThat(console.row("first")).containsText("running");

    console.the(AriaRole.SEARCHBOX, "Filter by name, namespace, status, person").fill("sec run");
    assertThat(console.row("second")).isVisible();
    assertThat(console.row("first")).hasCount(0);
    assertThat(console.told().filter(Console.withText("Shown: 1"))).isVisible();

    console.the(AriaRole.COMBOBOX, "Status").selectOption("failed");
    console.button("Clear the filter").click();
    assertThat(console.row("first")).isVisible();
  }

  @Test
  void deletingAsksFirstAndNamesWhatGoes() {
    deploy("doomed");
    Console console = console();

    console.button("Delete doomed").click();
    var dialog = console.the(AriaRole.DIALOG, "Delete doomed?");
    assertThat(dialog).containsText("Job doomed");
    console.button("Cancel").click();
    assertThat(dialog).hasCount(0);
    assertThat(console.row("doomed")).isVisible();

    console.button("Delete doomed").click();
    assertThat(dialog).isVisible();
    console.page().keyboard().press("Escape");
    assertThat(dialog).hasCount(0);

    console.button("Delete doomed").click();
    console.button("Delete it").click();
    assertThat(console.heading("Nothing is deployed")).isVisible();
  }

  @Test
  void theRecordOfADeploymentTellsItsObjectsAndItsManifest() {
    app.post(
            "/deploy",
            Map.of(
                "yaml_content",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: b}\n"))
        .ok();
    Console console = console();

    console.link("settings").click();

    assertThat(console.heading("settings")).isVisible();
    assertThat(console.row("ConfigMap settings")).containsText("created");
    assertThat(console.page().getByText("data: {a: b}")).isVisible();
  }
}
