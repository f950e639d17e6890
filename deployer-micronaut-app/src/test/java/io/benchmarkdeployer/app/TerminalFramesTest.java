package io.benchmarkdeployer.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Frames at a terminal's socket as no library sends them. */
class TerminalFramesTest {
  private static final RunningApp APP = RunningApp.on(InMemory.adapters(), Map.of());
  private static final String UNKNOWN = "0123456789abcdef0123456789abcdef";
  private static final int CLOSE = 8;

  @AfterAll
  static void close() {
    APP.close();
  }

  /** A client that knows bytes alone. */
  private static final class Raw implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final String answer;

    Raw(String... headers) throws IOException {
      socket = new Socket("127.0.0.1", APP.port());
      socket.setSoTimeout(20_000);
      in = new DataInputStream(socket.getInputStream());
      String request =
          "GET /terminal/%s HTTP/1.1\r\nHost: localhost:%d\r\nUpgrade: websocket\r\n"
                  .formatted(UNKNOWN, APP.port())
              + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + String.join("", headers)
              + "\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      answer = head();
    }

    private String head() throws IOException {
      var head = new ByteArrayOutputStream();
      while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        head.write(in.readUnsignedByte());
      }
      return head.toString(ISO_8859_1);
    }

    /** Reads on to the close frame; its code. */
    int closeCode() throws IOException {
      while (true) {
        int opcode = in.readUnsignedByte() & 0x0F;
        int length = in.readUnsignedByte();
        byte[] bytes = in.readNBytes(length == 126 ? in.readUnsignedShort() : length);
        if (opcode == CLOSE) {
          return ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void compressionIsNotAgreedOn() throws IOException {
    try (var raw = new Raw("Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
      assertThat(raw.answer).contains("101").doesNotContainIgnoringCase("extensions");
    }
  }

  @Test
  void aTicketIsNotEchoed() throws IOException {
    try (var raw =
        new Raw("Sec-WebSocket-Protocol: deployer.ticket.abc, deployer.terminal.v1\r\n")) {
      assertThat(raw.answer).doesNotContain("ticket.abc");
    }
  }

  @Test
  void theAnswerToAnUnknownSessionIsACloseCode() throws IOException {
    try (var raw = new Raw()) {
      assertThat(raw.closeCode()).isEqualTo(4404);
    }
  }

  @Test
  void aPageOfAnotherOriginIsRefusedBeforeTheUpgrade() throws IOException {
    try (var raw = new Raw("Origin: http://evil.example\r\n")) {
      assertThat(raw.answer).startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void thePathWithoutAnUpgradeIsTheSessionItself() {
    APP.get("/terminal/" + UNKNOWN).problem(404);
  }
}
