package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.app.web.sse.Streams;
import io.benchmarkdeployer.app.wiring.Adapters;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events over a line that breaks, stalls or is ended, and of two services. */
class EventsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final MemoryCluster cluster = MemoryCluster.start();
  private final MemoryState state = new MemoryState();
  private final RunningApp app = app();

  private RunningApp app() {
    return RunningApp.on(new Adapters(cluster, cluster.exec(), state), Map.of());
  }

  @AfterEach
  void close() {
    app.close();
  }

  private static Object deploy(RunningApp on, String name) {
    String yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n".formatted(name);
    return on.post("/deploy", Map.of("yaml_content", yaml)).ok().get("deployment_id");
  }

  private static Map<String, Object> row(EventClient client) {
    return Answer.object(client.next("deployment").data());
  }

  private int open() {
    return app.context().getBean(Streams.class).count();
  }

  @Test
  void whenTheServiceStopsEachStreamEndsWhole() {
    RunningApp stopping = RunningApp.on(InMemory.adapters(), Map.of());
    try (var client = EventClient.open(stopping, "/events")) {
      client.next("reset");
      Instant start = Instant.now();

      stopping.close();

      client.endsWhole();
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(8));
    }
  }

  @Test
  void whoLeavesIsFollowedNoMore() {
    var client = EventClient.open(app, "/events");
    client.next("reset");
    assertThat(open()).isEqualTo(1);

    client.close();

    await().atMost(SOON).until(() -> open() == 0);
  }

  @Test
  void whatAnotherServiceOnTheSameRecordDoesIsTold() {
    RunningApp other = app();
    try (var client = EventClient.open(app, "/events")) {
      client.next("reset");

      Object id = deploy(other, "theirs");

      assertThat(row(client)).containsEntry("deployment_id", id);
    } finally {
      other.close();
    }
  }

  @Test
  void theCursorOfAServiceThatIsGoneBeginsAnew() {
    String cursor;
    RunningApp other = app();
    try (var client = EventClient.open(other, "/events")) {
      cursor = client.next("reset").id();
    }

    try (var client = EventClient.open(app, "/events", "Last-Event-ID", cursor)) {
      assertThat(client.next("reset").id()).isNotEqualTo(cursor);
    } finally {
      other.close();
    }
  }

  /** It gets nothing more once the buffers on the way are full; all others do. */
  @Test
  void aClientThatDoesNotReadSlowsNobody() throws IOException {
    try (var stalled = new Socket("127.0.0.1", app.port());
        var client = EventClient.open(app, "/events")) {
      stalled.setReceiveBufferSize(4096);
      stalled
          .getOutputStream()
          .write(
              "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      client.next("reset");
      await().atMost(SOON).until(() -> open() == 2);

      for (int number = 0; number < 300; number++) {
        Object id = deploy(app, "many-" + number);
        while (!row(client).get("deployment_id").equals(id)) {
          // An earlier change of it, or of the one before.
        }
      }
    }
  }
}
