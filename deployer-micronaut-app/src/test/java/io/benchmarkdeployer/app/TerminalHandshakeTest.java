package io.benchmarkdeployer.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Openings of a WebSocket as no library sends them: each is answered, and at once. */
class TerminalHandshakeTest {
  private static final RunningApp APP = RunningApp.on(InMemory.adapters(), Map.of());
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  private static final String VERSION = "Sec-WebSocket-Version: 13\r\n";

  @AfterAll
  static void close() {
    APP.close();
  }

  private static String answer(String method, String headers) throws IOException {
    String request =
        "%s /terminal/0123456789abcdef0123456789abcdef HTTP/1.1\r\nHost: localhost:%d\r\n"
            .formatted(method, APP.port());
    try (var socket = new Socket("127.0.0.1", APP.port())) {
      socket.setSoTimeout(20_000);
      String whole = request + "Connection: Upgrade\r\n" + headers + "\r\n";
      socket.getOutputStream().write(whole.getBytes(ISO_8859_1));
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1))
          .readLine();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, websocket, KEY+VERSION, 101",
    "GET, WebSocket, KEY+VERSION, 101",
    "GET, websocket, VERSION, 400",
    "GET, websocket, KEY, 400",
    "GET, websocket, KEY+KEY+VERSION, 400",
    "GET, websocket, '', 400",
    "GET, 'websocket, h2c', KEY+VERSION, 400",
    "POST, websocket, KEY+VERSION, 400",
    "DELETE, websocket, KEY+VERSION, 400"
  })
  void anOpeningIsAnswered(String method, String upgrade, String given, int status)
      throws IOException {
    String headers = given.replace("KEY", KEY).replace("VERSION", VERSION).replace("+", "");
    assertThat(answer(method, "Upgrade: " + upgrade + "\r\n" + headers))
        .startsWith("HTTP/1.1 " + status);
  }
}
