package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.app.EventClient.Event;
import io.benchmarkdeployer.testkit.ContainerScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The events of deployments; other tests deploy at the same time. */
abstract class WireEventScenarios extends WireTerminalScenarios {
  private static final List<String> LIFE = List.of("pending", "running", "deleted");

  private static Map<String, Object> row(Event event) {
    return Answer.object(event.data());
  }

  /** The next event of this deployment. */
  private static Event next(EventClient client, Object deployment) {
    Event event = client.next("deployment");
    while (!row(event).get("deployment_id").equals(deployment)) {
      event = client.next("deployment");
    }
    return event;
  }

  private Object deployConfigMap(String name) {
    return deploy("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n".formatted(name))
        .get("deployment_id");
  }

  @Test
  void aDeploymentIsToldFromItsBeginToItsEnd() {
    try (var client = EventClient.open(app(), "/events")) {
      client.next("reset");
      Object id =
          deploy(job("told", ContainerScript.printing("x").thenRunningOn())).get("deployment_id");
      List<String> told = toldUntil(client, id, "running");
      app().delete("/deployments/" + id).ok();
      told.addAll(toldUntil(client, id, "deleted"));

      assertThat(told).isSortedAccordingTo((a, b) -> LIFE.indexOf(a) - LIFE.indexOf(b));
      assertThat(told).isSubsetOf(LIFE).contains("running", "deleted");
    }
  }

  private List<String> toldUntil(EventClient client, Object id, String status) {
    var told = new ArrayList<String>();
    while (told.isEmpty() || !told.getLast().equals(status)) {
      told.add((String) row(next(client, id)).get("status"));
    }
    return told;
  }

  @Test
  void anEventIsAnElementOfTheListWithoutTheManifest() {
    try (var client = EventClient.open(app(), "/events")) {
      client.next("reset");
      Object id = deployConfigMap("element");
      Map<String, Object> told = row(next(client, id));
      while (!"deployed".equals(told.get("state"))) {
        told = row(next(client, id));
      }

      var listed = new LinkedHashMap<>(app().get("/deployments/" + id).ok());
      listed.remove("yaml_content");
      assertThat(told).isEqualTo(listed);
    }
  }

  @Test
  void aClientThatComesBackWithItsCursorMissesNothing() {
    String cursor;
    try (var client = EventClient.open(app(), "/events")) {
      cursor = client.next("reset").id();
    }
    Object first = deployConfigMap("missed-1");
    Object second = deployConfigMap("missed-2");

    try (var byHeader = EventClient.open(app(), "/events", "Last-Event-ID", cursor);
        var byQuery = EventClient.open(app(), "/events?after=" + cursor)) {
      Event told = next(byHeader, first);
      next(byHeader, second);
      next(byQuery, first);
      next(byQuery, second);
      try (var goingOn =
          EventClient.open(app(), "/events?after=" + cursor, "Last-Event-ID", told.id())) {
        assertThat(row(goingOn.next("deployment"))).doesNotContainEntry("deployment_id", first);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "00000000-0000-0000-0000-000000000000-1", "{\"$gt\":\"\"}"})
  void aCursorThatIsNoneOfOursBeginsAnew(String cursor) {
    try (var client = EventClient.open(app(), "/events", "Last-Event-ID", cursor)) {
      assertThat(client.status()).isEqualTo(200);
      assertThat(client.next("reset").id()).isNotEqualTo(cursor);
    }
  }

  @Test
  void onlyANamespaceIsFollowedWhereItIsGiven() {
    try (var ours = EventClient.open(app(), "/events?namespace=" + namespace());
        var others = EventClient.open(app(), "/events?namespace=elsewhere")) {
      ours.next("reset");
      others.next("reset");
      next(ours, deployConfigMap("in-ours"));

      assertThat(others.within(Duration.ofMillis(300))).isEmpty();
    }
    app().get("/events?namespace=Not_One").problem(400);
  }

  @Test
  void nothingOnTheWayMayKeepOrHoldBackEvents() {
    try (var client = EventClient.open(app(), "/events")) {
      assertThat(client.header("content-type").orElse("")).startsWith("text/event-stream");
      assertThat(client.header("cache-control")).contains("no-store");
      assertThat(client.header("x-accel-buffering")).contains("no");
    }
  }

  @Test
  void whoAsksOnlyForTheHeadersOfEventsGetsThose() {
    Answer answer = app().send("HEAD", "/events", "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type").orElse("")).startsWith("text/event-stream");
  }
}
