package io.benchmarkdeployer.app.web.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonOutputTest {
  private static final JsonMapper JSON = JsonMapper.createDefault();

  private static String data(Optional<ByteBuf> message) {
    return message.map(JsonOutputTest::data).orElse("");
  }

  private static String data(ByteBuf message) {
    try {
      Map<String, String> object =
          JSON.readValue(message.toString(UTF_8), Argument.mapOf(String.class, String.class));
      assertThat(object).containsEntry("type", "output").containsOnlyKeys("type", "data");
      return object.get("data");
    } catch (IOException e) {
      throw new AssertionError(message.toString(UTF_8), e);
    }
  }

  /** What comes of it, given in parts of this size. */
  private static String through(byte[] bytes, int size) {
    var output = new JsonOutput();
    var text = new StringBuilder();
    for (int at = 0; at < bytes.length; at += size) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size));
      text.append(data(output.message(part)));
    }
    return text.append(data(output.rest())).toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 1_000})
  void whateverTheSplitTheTextIsWhole(int size) {
    String text = "plain, \u001b[1m\"quoted\\\"\u0000\u007f\t\r\n 한국어 ß € 😀 \u2028 end";

    assertThat(through(text.getBytes(UTF_8), size)).isEqualTo(text);
  }

  @Test
  void whatIsNoUtf8BecomesWhatJavaMakesOfIt() {
    var random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      var bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      for (int b = 0; b < bytes.length; b++) {
        // Mostly leads and inners, of which most are wrong.
        bytes[b] = random.nextInt(4) == 0 ? bytes[b] : (byte) (0x80 | bytes[b]);
        // Of half a pair of surrogates Java makes one sign, where browsers make three.
        bytes[b] = bytes[b] == (byte) 0xED ? (byte) 0xEC : bytes[b];
      }
      assertThat(through(bytes, 1 + random.nextInt(4))).isEqualTo(new String(bytes, UTF_8));
    }
  }

  @Test
  void whatIsHeldBackMakesNoMessage() {
    var output = new JsonOutput();

    assertThat(output.message(new byte[] {(byte) 0xED, (byte) 0x95})).isEmpty();
    assertThat(data(output.message(new byte[] {(byte) 0x9C}))).isEqualTo("한");
    assertThat(output.rest()).isEmpty();
  }

  @Test
  void whatIsAllControlCharactersFits() {
    var bytes = new byte[32 << 10];

    assertThat(data(new JsonOutput().message(bytes))).isEqualTo(new String(bytes, UTF_8));
  }
}
