package io.benchmarkdeployer.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStreamTest {
  private static String read(String text) throws IOException {
    return JsonStream.read(new StringReader(text)).toString();
  }

  @Test
  void readsEveryKindOfValue() throws IOException {
    String text =
        "{\"a\":[1,-2.5,true,false,null,{},[]],\"말\":\"\\n"
            + "\\u0001 🙂\",\"big\":9223372036854775808}";

    assertThat(read(text)).isEqualTo(text);
    assertThat(read("1e400")).isEqualTo("1E+400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,]",
        "{'a':1}",
        "{\"a\":1,\"a\":2}",
        "{} {}",
        "NaN",
        "[1 2]",
        "1e99999999999"
      })
  void refusesWhatIsNotJson(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
  }

  @Test
  void refusesWhatIsTooDeepOrTooLong() throws IOException {
    assertThat(read("[".repeat(100) + "]".repeat(100))).hasSize(200);
    assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("1".repeat(500))).isInstanceOf(IOException.class);
  }
}
