package io.benchmarkdeployer.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlWriterTest {
  @Test
  void aTreeIsWrittenAsAPersonWould() {
    var container =
        Json.object("name", Json.text("main"))
            .with("args", new Json.Arr(List.of(Json.text("-c"), Json.text("echo hi"))))
            .with("empty", new Json.Arr(List.of()));
    var tree =
        Json.object("apiVersion", Json.text("batch/v1"))
            .with(
                "spec", Json.object("containers", new Json.Arr(List.of(container, Json.Null.NULL))))
            .with("n", Json.number(1))
            .with("nested", new Json.Arr(List.of(new Json.Arr(List.of(new Json.Bool(true))))))
            .with("none", Json.Obj.EMPTY);
    assertThat(YamlWriter.write(tree))
        .isEqualTo(
            """
            apiVersion: batch/v1
            spec:
              containers:
                - name: main
                  args:
                    - "-c"
                    - "echo hi"
                  empty: []
                - null
            "n": 1
            nested:
              -
                - true
            none: {}
            """);
  }

  @Test
  void anEmptyTreeIsAnEmptyMap() {
    assertThat(YamlWriter.write(Json.Obj.EMPTY)).isEqualTo("{}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "n",
        "null",
        "1",
        "0644",
        "1e3",
        "1:30",
        "2024-01-01",
        ".inf",
        "<<",
        "~",
        "",
        "a b",
        "a:",
        "-a",
        "#a",
        "a#",
        "한글",
        "a\n",
        "a\tb",
        "\u0085",
        "\u2028",
        "\ufeff",
        "\0",
        "\u001b",
        "\"",
        "\\",
        "=",
        "@a"
      })
  void textThatCouldBeTakenForSomethingElseIsQuoted(String text) {
    assertThat(YamlWriter.write(Json.object("k", Json.text(text))))
        .startsWith("k: \"")
        .endsWith("\"\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "busybox", "batch/v1", "a-b_c.d", "/bin/sh", "_x", "A1"})
  void plainTextStaysPlain(String text) {
    assertThat(YamlWriter.write(Json.object("k", Json.text(text)))).isEqualTo("k: " + text + "\n");
  }

  @Test
  void aLongKeyIsWrittenSoThatYamlFindsItsColon() {
    var long501 = "k".repeat(501);
    var inner = Json.object(long501, Json.object(long501, Json.number(1)));
    var text = Texts.CONFIG_MAP + YamlWriter.write(Json.object("v", inner));
    assertThat(Texts.manifest(text).objects().getFirst().content().at("v")).contains(inner);
    assertThat(text).contains("? \"kkk");
    assertThat(YamlWriter.write(Json.object("k".repeat(100), Json.number(1)))).startsWith("kkk");
  }
}
