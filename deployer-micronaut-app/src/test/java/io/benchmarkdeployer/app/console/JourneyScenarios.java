package io.benchmarkdeployer.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.options.AriaRole;
import io.benchmarkdeployer.app.RunningApp;
import io.benchmarkdeployer.app.wiring.Adapters;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a person does with the console, from the first job on; the same on every cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
abstract class JourneyScenarios {
  @RegisterExtension static final Chromium CHROMIUM = Chromium.headless();

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern TICK = Pattern.compile("tick (\\d+)\\.");

  private RunningApp app;
  private Relay network;
  private Console console;

  /** Opens all ports; the app closes them. */
  abstract Adapters adapters();

  /** A namespace that is there, for these tests alone. */
  abstract String namespace();

  /** More variables for the service. */
  abstract Map<String, String> environment();

  @BeforeAll
  void start() {
    Adapters adapters = adapters();
    var variables = new HashMap<>(environment());
    variables.put("DEFAULT_NAMESPACE", namespace());
    app = RunningApp.on(adapters, variables);
  }

  @AfterAll
  void stop() {
    app.close();
  }

  @BeforeEach
  void open() {
    network = Relay.to(app.port());
    console = Console.at(CHROMIUM.page(), network.port());
  }

  @AfterEach
  void close() {
    network.close();
    app.get("/deployments")
        .rows()
        .forEach(row -> app.delete("/deployments/" + row.get("deployment_id")));
  }

  @Test
  void aJobIsDeployedWatchedTypedIntoAndDeletedAndItsLogStays() {
    // While it is being deleted the cluster has it no longer.
    CHROMIUM.complaints().allow("status of 404.*/status");
    console.button("Open it in the editor").click();
    console.button("Deploy").click();
    assertThat(console.heading("test-job")).isVisible();
    assertThat(console.main()).containsText("running");
    assertThat(console.log()).containsText("hello");

    console.link("Terminals").click();
    console.button("Open terminal").click();
    assertThat(console.told().filter(Console.withText("Connected"))).isVisible();
    console.type("echo the answer is $((40 + 2))");
    assertThat(console.screen()).containsText("the answer is 42");

    console.button("Delete").click();
    assertThat(console.the(AriaRole.DIALOG, "Delete test-job?")).containsText("Job test-job");
    console.button("Delete it").click();
    assertThat(console.the(AriaRole.DIALOG, "Delete test-job?"))
        .hasCount(0, new HasCountOptions().setTimeout(PATIENCE.toMillis()));
    console.link("Log").click();
    assertThat(console.log()).containsText("hello");
    assertThat(console.main()).containsText("deleted");
    assertThat(console.alerts()).hasCount(0);

    console.link("Deployments").click();
    assertThat(console.heading("Nothing is deployed")).isVisible();
  }

  @Test
  void aTerminalComesBackWithWhatWasMissedAndNoLineTwice() {
    CHROMIUM.complaints().allow("net::ERR_");
    console.deploy(Manifests.job("typed-into", "sleep 600"));
    console.link("Terminals").click();
    console.button("Open terminal").click();
    assertThat(console.told().filter(Console.withText("Connected"))).isVisible();
    console.type("clear; for i in 1 2 3 4 5 6 7 8 9 10; do echo tick $i.; sleep 0.5; done");
    assertThat(console.screen()).containsText("tick 2.");

    network.cut();
    assertThat(console.told().filter(Console.withText("The connection is lost."))).isVisible();
    assertThat(console.alerts()).containsText("The connection to the service is lost");
    long before = printed();
    await().atMost(PATIENCE).until(() -> printed() > before + "tick n.".length());
    network.mend();

    assertThat(console.screen()).containsText("tick 10.");
    assertThat(console.alerts()).hasCount(0);
    assertThat(TICK.matcher(console.screen().innerText()).results().map(it -> it.group(1)))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 10).mapToObj(String::valueOf).toList());
    console.type("echo still $((40 + 2))");
    assertThat(console.screen()).containsText("still 42");
  }

  /** How much the session's shell has printed, whoever hears it. */
  @SuppressWarnings("unchecked")
  private long printed() {
    var sessions = (List<Map<String, Object>>) app.get("/terminal/sessions").ok().get("sessions");
    return sessions.stream()
        .filter(session -> session.get("job_name").equals("typed-into"))
        .mapToLong(session -> ((Number) session.get("bytes_out")).longValue())
        .sum();
  }

  @Test
  void aLogGoesOnWhereItWasCutWithoutALineMissingOrTwice() {
    CHROMIUM.complaints().allow("net::ERR_");
    console.deploy(
        Manifests.job(
            "ticking", "i=0; while [ $i -lt 30 ]; do i=$((i+1)); echo tick $i.; sleep 0.2; done"));
    assertThat(console.log()).containsText("tick 3.");

    network.cut();
    assertThat(console.alerts()).containsText("The connection to the service is lost");
    await().atMost(PATIENCE).until(() -> app.get("/jobs/ticking/logs").body().contains("tick 12."));
    network.mend();

    assertThat(console.log()).containsText("tick 30.");
    assertThat(console.told().filter(Console.withText("The log has ended"))).isVisible();
    assertThat(console.logLines())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 30).mapToObj("tick %d."::formatted).toList());
  }
}
