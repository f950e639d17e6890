package io.benchmarkdeployer.app.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * At the service's WebSocket. It costs as little as can be, for it runs on the machine that it
 * measures: it reads the heads of frames, and copies nothing.
 */
final class SocketSeat implements Seat {
  private static final int PATIENCE = 60_000;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  /** A client masks what it sends; nobody forbids that mask. */
  private static final int MASK_OF_ZEROS = 4;

  private final Socket socket = new Socket();
  private final int output;
  private final byte[] buffer;

  // What has come and was not looked at yet.
  private int at;
  private int end;

  private long left;
  private long frames;

  private SocketSeat(int output, int size) {
    this.output = output;
    this.buffer = new byte[size];
  }

  /** In our form. */
  static SocketSeat binary(int port, String session, int size) throws IOException {
    var seat = new SocketSeat(BINARY, size);
    return seat.connect(port, session, "Sec-WebSocket-Protocol: deployer.terminal.v1\r\n");
  }

  /** In the form of clients of long ago: what is taken is JSON. */
  static SocketSeat legacy(int port, String session, int size) throws IOException {
    return new SocketSeat(TEXT, size).connect(port, session, "");
  }

  private SocketSeat connect(int port, String session, String protocol) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setReceiveBufferSize(Math.max(16 << 10, buffer.length));
    socket.setSoTimeout(PATIENCE);
    socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE);
    String request =
        "GET /terminal/%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n";
    socket.getOutputStream().write(request.formatted(session, port, protocol).getBytes(ISO_8859_1));
    skipAnswer();
    return this;
  }

  private void skipAnswer() throws IOException {
    var answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      need(1);
      answer.append((char) buffer[at++]);
    }
    if (!answer.toString().startsWith("HTTP/1.1 101 ")) {
      throw new IOException("refused: " + answer);
    }
  }

  /** How many frames of output have begun. */
  long frames() {
    return frames;
  }

  @Override
  public void type(byte[] keys) throws IOException {
    send(output, keys);
  }

  private void send(int opcode, byte[] payload) throws IOException {
    if (payload.length > 125) {
      throw new IllegalArgumentException("nobody types as fast");
    }
    byte[] frame = new byte[2 + MASK_OF_ZEROS + payload.length];
    frame[0] = (byte) (0x80 | opcode);
    frame[1] = (byte) (0x80 | payload.length);
    System.arraycopy(payload, 0, frame, 2 + MASK_OF_ZEROS, payload.length);
    socket.getOutputStream().write(frame);
  }

  @Override
  public ByteBuffer take() throws IOException {
    while (left == 0) {
      beginFrame();
    }
    need(1);
    int count = (int) Math.min(left, end - at);
    at += count;
    left -= count;
    return ByteBuffer.wrap(buffer, at - count, count);
  }

  private void beginFrame() throws IOException {
    need(2);
    int opcode = buffer[at] & 0x0F;
    int shortLength = buffer[at + 1] & 0x7F;
    int extended = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
    need(2 + extended);
    ByteBuffer head = ByteBuffer.wrap(buffer, at + 2, extended);
    at += 2 + extended;
    long length =
        switch (extended) {
          case 2 -> head.getShort() & 0xFFFF;
          case 8 -> head.getLong();
          default -> shortLength;
        };
    if (opcode == output) {
      frames++;
      left = length;
    } else {
      heed(opcode, control((int) length));
    }
  }

  private byte[] control(int length) throws IOException {
    need(length);
    at += length;
    return Arrays.copyOfRange(buffer, at - length, at);
  }

  private void heed(int opcode, byte[] said) throws IOException {
    if (opcode == PING) {
      send(PONG, said);
    } else if (opcode == CLOSE) {
      throw new EOFException("closed: " + new String(said, 2, said.length - 2, ISO_8859_1));
    }
  }

  /** Has so many bytes in the buffer. */
  private void need(int count) throws IOException {
    if (at == end) {
      at = 0;
      end = 0;
    }
    if (at + count > buffer.length) {
      System.arraycopy(buffer, at, buffer, 0, end - at);
      end -= at;
      at = 0;
    }
    while (end - at < count) {
      int more = socket.getInputStream().read(buffer, end, buffer.length - end);
      if (more < 0) {
        throw new EOFException("cut");
      }
      end += more;
    }
  }

  /** Leaves without a word. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
