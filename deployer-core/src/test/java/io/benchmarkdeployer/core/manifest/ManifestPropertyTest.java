package io.benchmarkdeployer.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.benchmarkdeployer.core.model.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every text and every tree, tried on many of fixed seeds. */
class ManifestPropertyTest {
  private static final List<String> TOKENS =
      List.of(
          "a",
          "b c",
          "1",
          "0x1F",
          "on",
          "~",
          " ",
          "  ",
          "\n",
          "\n  ",
          "\n- ",
          ":",
          ": ",
          "- ",
          "? ",
          ",",
          "[",
          "]",
          "{",
          "}",
          "\"",
          "'",
          "#",
          " # c\n",
          "|\n",
          ">-\n",
          "&x ",
          "*x",
          "<<: ",
          "!",
          "!!str ",
          "%YAML 1.1\n",
          "@",
          "\t",
          "...\n",
          "---\n",
          "--- # c\n",
          "\r\n",
          "\r",
          "\u0085",
          "\u2028",
          "한",
          "😀",
          "\ufeff",
          "\\",
          "\0",
          "\ud800",
          "\u00a0",
          "{\"",
          "\":",
          "\\ud83d",
          "items:\n",
          "kind: List\n",
          Texts.CONFIG_MAP,
          Texts.SECRET,
          "data: {k: v}\n",
          "generateName: g-\n",
          "  namespace: n\n");

  @Test
  void noTextMakesReadingThrowAndWhatIsReadCanBeReadAgain() {
    var random = new Random(1);
    int readable = 0;
    for (int i = 0; i < 3_000; i++) {
      var text = text(random);
      assertThatCode(() -> Manifest.read(text, ManifestLimits.DEFAULT))
          .as(text)
          .doesNotThrowAnyException();
      if (Manifest.read(text, ManifestLimits.DEFAULT) instanceof Manifest manifest) {
        readable++;
        assertReadsAgain(manifest);
      }
    }
    assertThat(readable).isGreaterThan(100);
  }

  private static void assertReadsAgain(Manifest manifest) {
    var again = Texts.manifest(manifest.masked());
    assertThat(Texts.named(again)).isEqualTo(Texts.named(manifest));
    assertThat(again.masked()).isEqualTo(manifest.masked());
    var named = manifest.named(() -> "abcde");
    assertThat(Texts.named(Texts.manifest(named.masked()))).isEqualTo(Texts.named(named));
  }

  @Test
  void whatIsWrittenAsYamlReadsAsItWas() {
    var random = new Random(2);
    for (int i = 0; i < 700; i++) {
      var tree = object(random);
      assertThat(Texts.manifest(YamlWriter.write(tree)).objects().getFirst().content())
          .isEqualTo(tree);
    }
  }

  @Test
  void whatIsWrittenAsJsonReadsAsItWas() {
    var random = new Random(3);
    for (int i = 0; i < 700; i++) {
      var tree = object(random);
      assertThat(Texts.json(tree.toString())).containsExactly(tree);
    }
  }

  private static String text(Random random) {
    var text = new StringBuilder(random.nextInt(3) == 0 ? "" : Texts.CONFIG_MAP);
    if (random.nextInt(3) > 0) {
      text.append("v: ");
    }
    for (int i = random.nextInt(9); i >= 0; i--) {
      text.append(TOKENS.get(random.nextInt(TOKENS.size())));
    }
    return text.toString();
  }

  private static Json.Obj object(Random random) {
    return Json.object("apiVersion", Json.text("v1"))
        .with("kind", Json.text("ConfigMap"))
        .with("metadata", Json.object("name", Json.text("c")))
        .with("v", tree(random, 4));
  }

  private static Json tree(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0, 1 -> Json.text(string(random));
      case 2 -> number(random);
      case 3 -> new Json.Bool(random.nextBoolean());
      case 4 -> Json.Null.NULL;
      case 5 -> array(random, depth);
      default -> map(random, depth);
    };
  }

  private static Json number(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Json.number(random.nextLong());
      case 1 -> Json.number(random.nextInt(100));
      case 2 -> new Json.Num(new BigDecimal(Double.toString(random.nextGaussian())));
      default ->
          new Json.Num(
              new BigDecimal(
                  Double.toString(random.nextDouble() * Math.pow(10, random.nextInt(600) - 300))));
    };
  }

  private static Json array(Random random, int depth) {
    var items = new ArrayList<Json>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(tree(random, depth - 1));
    }
    return new Json.Arr(items);
  }

  private static Json map(Random random, int depth) {
    var fields = new LinkedHashMap<String, Json>();
    for (int i = random.nextInt(4); i > 0; i--) {
      fields.put(string(random), tree(random, depth - 1));
    }
    return new Json.Obj(fields);
  }

  private static String string(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> TOKENS.get(random.nextInt(TOKENS.size())).replace("\ud800", "");
      case 1 -> "k".repeat(random.nextInt(2000));
      case 2 -> "line\n\n  line\n".repeat(random.nextInt(3));
      case 3 ->
          random
              .ints(random.nextInt(8), 0, 0xd800)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      default ->
          List.of(
                  "yes",
                  "1e3",
                  "0644",
                  "null",
                  "-",
                  "=",
                  "<<",
                  "2024-01-01",
                  ".inf",
                  "a: b",
                  " a ",
                  "")
              .get(random.nextInt(12));
    };
  }
}
