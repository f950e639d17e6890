package io.benchmarkdeployer.k8s;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What terminals' connections ask of the operating system. */
class KeptAliveSocketsTest {

  @Test
  void aSilentPeerIsNoticedWithinAMinute() throws IOException {
    try (Socket socket = new KeptAliveSockets().createSocket()) {
      Map<String, String> options =
          socket.supportedOptions().stream()
              .filter(option -> option.name().startsWith("TCP_KEEP"))
              .collect(toMap(SocketOption::name, option -> value(socket, option)));

      assertThat(socket.getKeepAlive()).isTrue();
      assertThat(socket.getTcpNoDelay()).isTrue();
      assertThat(options)
          .containsEntry("TCP_KEEPIDLE", "20")
          .containsEntry("TCP_KEEPINTERVAL", "10")
          .containsEntry("TCP_KEEPCOUNT", "3");
    }
  }

  private static String value(Socket socket, SocketOption<?> option) {
    try {
      return Objects.toString(socket.getOption(option));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
