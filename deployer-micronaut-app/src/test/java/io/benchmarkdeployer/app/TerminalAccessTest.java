package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.MemoryCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may open a terminal's WebSocket: judged before the upgrade. */
class TerminalAccessTest {
  private static final String FRONT = "http://localhost:3000";
  private static final String OURS = "deployer.terminal.v1";
  private static final String[] ANN = {"Authorization", "Bearer aaa"};
  private static final String[] BOB = {"Authorization", "Bearer bbb"};

  private static final MemoryCluster CLUSTER = MemoryCluster.start();
  private static final RunningApp APP =
      RunningApp.on(
          InMemory.on(CLUSTER),
          Map.of(
              "KUBECONFIG", "none",
              "DEPLOYER_TOKENS", "ann=aaa,bob=bbb",
              "DEPLOYER_ALLOWED_ORIGINS", FRONT));

  private String id = "";
  private String ticket = "";

  @BeforeAll
  static void deploy() {
    var script = ContainerScript.printing("up").thenRunningOn();
    CLUSTER.scripts().teach(script);
    String yaml =
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: seat}
        spec:
          template:
            spec:
              restartPolicy: Never
              containers: [{name: main, image: busybox, command: %s}]
        """
            .formatted(Answer.write(script.command()));
    APP.post("/deploy", Map.of("yaml_content", yaml), ANN).ok();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> APP.send("POST", "/jobs/seat/terminal", "", ANN).status() == 200);
  }

  @AfterAll
  static void close() {
    APP.close();
  }

  @BeforeEach
  void create() {
    APP.delete("/terminal/job/seat", ANN).ok();
    Map<String, Object> made = APP.send("POST", "/jobs/seat/terminal", "", ANN).ok();
    id = (String) made.get("session_id");
    ticket = (String) made.get("ticket");
    assertThat(ticket).matches("[0-9a-f]{64}");
    assertThat(made).containsEntry("ticket_expires_in", 30);
  }

  /** The head of the answer to an upgrade with these headers. */
  private String upgrade(String session, String... headers) {
    var request =
        new StringBuilder("GET /terminal/" + session + " HTTP/1.1\r\n")
            .append("Upgrade: websocket\r\nConnection: Upgrade\r\n")
            .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n");
    boolean named = false;
    for (int i = 0; i < headers.length; i += 2) {
      request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
      named |= headers[i].equals("Host");
    }
    request.append(named ? "\r\n" : "Host: localhost:%d\r\n\r\n".formatted(APP.port()));
    return head(request.toString());
  }

  private static String head(String request) {
    try (var socket = new Socket("127.0.0.1", APP.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return head(socket.getInputStream());
    } catch (IOException e) {
      throw new AssertionError("the upgrade was not answered", e);
    }
  }

  private static String head(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    int next = in.read();
    while (next >= 0 && !bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      bytes.write(next);
      next = bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n") ? -1 : in.read();
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private String upgradeByTicket(String session, String shown, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Sec-WebSocket-Protocol";
    all[headers.length + 1] = OURS + ", deployer.ticket." + shown;
    return upgrade(session, all);
  }

  @Test
  void aTicketOpensOnceAndIsNeverChosen() {
    assertThat(upgradeByTicket(id, ticket))
        .startsWith("HTTP/1.1 101 ")
        .containsIgnoringCase("sec-websocket-protocol: " + OURS + "\r\n")
        .doesNotContain(ticket);
    assertThat(upgradeByTicket(id, ticket)).startsWith("HTTP/1.1 403 ").doesNotContain(ticket);
  }

  @Test
  void aTokenOpensWithoutATicket() {
    assertThat(upgrade(id, ANN)).startsWith("HTTP/1.1 101 ");
  }

  @Test
  void withoutEitherItStaysShut() {
    assertThat(upgrade(id)).startsWith("HTTP/1.1 401 ");
    assertThat(upgrade(id, "Sec-WebSocket-Protocol", OURS)).startsWith("HTTP/1.1 401 ");
    assertThat(upgrade(id, "Authorization", "Bearer zzz")).startsWith("HTTP/1.1 401 ");
  }

  @Test
  void aWrongTokenIsNotMendedByATicket() {
    assertThat(upgradeByTicket(id, ticket, "Authorization", "Bearer zzz"))
        .startsWith("HTTP/1.1 401 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0000", "aaa"})
  void whatIsNoTicketDoesNotOpen(String shown) {
    assertThat(upgradeByTicket(id, shown)).startsWith("HTTP/1.1 403 ");
  }

  @Test
  void aTicketIsToOneSession() {
    Map<String, Object> other = APP.send("POST", "/jobs/seat/terminal", "", ANN).ok();

    assertThat(upgradeByTicket((String) other.get("session_id"), ticket))
        .startsWith("HTTP/1.1 403 ");
    assertThat(upgradeByTicket("0123456789abcdef0123456789abcdef", ticket))
        .startsWith("HTTP/1.1 403 ");
  }

  @Test
  void twoTicketsAreNone() {
    String two = "deployer.ticket.%s, deployer.ticket.%s".formatted(ticket, ticket);

    assertThat(upgrade(id, "Sec-WebSocket-Protocol", two)).startsWith("HTTP/1.1 401 ");
  }

  @Test
  void aNewTicketTakesThePlaceOfTheOld() {
    String fresh = (String) APP.send("POST", ticketPath(), "", ANN).ok().get("ticket");

    assertThat(upgradeByTicket(id, ticket)).startsWith("HTTP/1.1 403 ");
    assertThat(upgradeByTicket(id, fresh)).startsWith("HTTP/1.1 101 ");
  }

  private String ticketPath() {
    return "/terminal/%s/ticket".formatted(id);
  }

  @Test
  void ticketsAreForTheOwnerAlone() {
    APP.send("POST", ticketPath(), "", BOB).problem(403);
    APP.send("POST", ticketPath(), "").problem(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:3001", "https://evil.example.org", "null"})
  void aPageOfAnotherOriginIsRefusedAndTheTicketStaysGood(String origin) {
    assertThat(upgradeByTicket(id, ticket, "Origin", origin)).startsWith("HTTP/1.1 403 ");
    assertThat(upgrade(id, "Origin", origin, ANN[0], ANN[1])).startsWith("HTTP/1.1 403 ");
    assertThat(upgradeByTicket(id, ticket)).startsWith("HTTP/1.1 101 ");
  }

  @Test
  void aPageOfANamedOriginOrOurOwnIsLetIn() {
    assertThat(upgradeByTicket(id, ticket, "Origin", FRONT)).startsWith("HTTP/1.1 101 ");
    assertThat(upgrade(id, "Origin", "http://localhost:" + APP.port(), ANN[0], ANN[1]))
        .startsWith("HTTP/1.1 101 ");
  }

  @Test
  void aTicketOpensNothingButTheWebSocket() {
    String shown = "deployer.ticket." + ticket;

    APP.get("/terminal/" + id, "Sec-WebSocket-Protocol", shown).problem(401);
    APP.get("/deployments?ticket=" + ticket).problem(401);
  }
}
