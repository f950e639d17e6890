package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.TerminalSize;
import java.nio.charset.StandardCharsets;
import okio.Buffer;
import okio.ByteString;

/**
 * What one WebSocket carries beside each other (Kubernetes, {@code channel.k8s.io}): the first byte
 * of each frame is the channel, the rest is the channel's.
 */
enum Channel {
  STDIN(0),
  STDOUT(1),
  STDERR(2),
  /** How it ended: a {@code v1.Status}, once. */
  ERROR(3),
  RESIZE(4),
  /** Its one byte is the channel that is closed; from version 5 on. */
  CLOSE(255);

  /** Those that we speak, the best first: 4 has no {@link #CLOSE}. */
  static final String SUBPROTOCOLS = "v5.channel.k8s.io, v4.channel.k8s.io";

  /** What a terminal takes for the end of what is typed. */
  static final byte END_OF_INPUT = 4;

  private final int number;

  Channel(int number) {
    this.number = number;
  }

  /** Whether this can be spoken in. */
  static boolean isKnown(String subprotocol) {
    return closesChannels(subprotocol) || subprotocol.equals("v4.channel.k8s.io");
  }

  static boolean closesChannels(String subprotocol) {
    return subprotocol.equals("v5.channel.k8s.io");
  }

  boolean isOf(ByteString frame) {
    return frame.size() > 0 && (frame.getByte(0) & 0xff) == number;
  }

  ByteString frame(byte[] bytes, int from, int count) {
    return new Buffer().writeByte(number).write(bytes, from, count).readByteString();
  }

  static ByteString ofSize(TerminalSize size) {
    return RESIZE.ofText(
        Json.object("Width", Json.number(size.columns()))
            .with("Height", Json.number(size.rows()))
            .toString());
  }

  static ByteString ofEnd(Channel ended) {
    return CLOSE.frame(new byte[] {(byte) ended.number}, 0, 1);
  }

  private ByteString ofText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return frame(bytes, 0, bytes.length);
  }

  /** The frame without the channel's byte. */
  static String text(ByteString frame) {
    return frame.substring(1).utf8();
  }
}
