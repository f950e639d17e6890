package io.benchmarkdeployer.app.web.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());

  private void receive(String hex) {
    channel.writeInbound(Unpooled.wrappedBuffer(bytes(hex)));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private Frame.Data data() {
    return channel.<Frame.Data>readInbound();
  }

  @ParameterizedTest
  @CsvSource({
    "'01 80 00000000 02 80 00000000', 1002",
    "'80 80 00000000', 1002",
    "'81 02 61 62', 1002",
    "'C1 80 00000000', 1002",
    "'83 80 00000000', 1002",
    "'8B 80 00000000', 1002",
    "'09 80 00000000', 1002",
    "'89 FE 0100 00000000', 1002",
    "'82 FF FFFFFFFFFFFFFFFF 00000000', 1002",
    "'82 FF 0000000002000001 00000000', 1009",
    "'82 FF 7FFFFFFFFFFFFFFF 00000000', 1009"
  })
  void aBrokenRuleHasItsCode(String hex, int code) {
    assertThatThrownBy(() -> receive(hex))
        .isInstanceOf(DecoderException.class)
        .cause()
        .isInstanceOfSatisfying(
            FrameException.class, broken -> assertThat(broken.end().code()).isEqualTo(code));
  }

  @Test
  void aMessageIsBoundedInTotalNotByTheFrame() {
    receive("02 FF 0000000002000000 00000000");
    var mebibyte = new byte[1 << 20];
    for (int i = 0; i < 32; i++) {
      channel.writeInbound(Unpooled.wrappedBuffer(mebibyte));
    }

    assertThatThrownBy(() -> receive("80 81 00000000 61")).hasMessageContaining("32 MiB");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 1_000})
  void aFrameIsHandedOnAsItComes(int atOnce) {
    byte[] frame = bytes("81 85 37FA213D 7F9F4D5158");
    for (int at = 0; at < frame.length; at += atOnce) {
      byte[] part = Arrays.copyOfRange(frame, at, Math.min(frame.length, at + atOnce));
      channel.writeInbound(Unpooled.wrappedBuffer(part));
    }

    var text = new StringBuilder();
    Frame.Data piece = data();
    while (!piece.isLast()) {
      text.append(new String(piece.bytes(), UTF_8));
      piece = data();
    }
    text.append(new String(piece.bytes(), UTF_8));
    assertThat(text).hasToString("Hello");
    assertThat(piece.isText()).isTrue();
  }

  @Test
  void aPingComesBetweenTheFragmentsOfAMessage() {
    receive("01 81 00000000 61  89 81 00000000 70  80 81 00000000 62");

    assertThat(data().isLast()).isFalse();
    assertThat(channel.<Frame>readInbound()).isInstanceOf(Frame.Ping.class);
    assertThat(data().isLast()).isTrue();
  }

  @Test
  void anEmptyMessageIsOne() {
    receive("82 80 00000000");

    assertThat(data().isLast()).isTrue();
  }

  @Test
  void nothingIsReadAfterTheClosing() {
    receive("88 80 00000000 81 81 00000000 61");

    assertThat(channel.<Frame>readInbound()).isInstanceOf(Frame.Close.class);
    assertThat(channel.<Frame>readInbound()).isNull();
  }
}
