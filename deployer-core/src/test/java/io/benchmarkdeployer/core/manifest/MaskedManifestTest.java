package io.benchmarkdeployer.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedManifestTest {
  private static final String MARKER = "hunter2Marker";
  private static final String ENCODED =
      Base64.getEncoder().encodeToString(MARKER.getBytes(StandardCharsets.UTF_8));
  private static final String HEAD = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n";
  private static final String CONFIG_MAP =
      "apiVersion: v1\nkind: ConfigMap # the kind\nmetadata:   {name: c}\n";

  static Stream<String> layouts() {
    return Stream.of(
        HEAD + "stringData:\n  password: " + MARKER + "\n",
        HEAD + "stringData:\n  password: \"" + MARKER + "\"\n",
        HEAD + "stringData: {password: '" + MARKER + "'}\n",
        HEAD + "stringData:\n  password: |\n    one\n    " + MARKER + "\n",
        HEAD + "stringData:\n  password: >-\n    " + MARKER + "\n",
        HEAD + "stringData:\n- " + MARKER + "\n- {a: [" + MARKER + "]}\n",
        HEAD + "stringData: " + MARKER + "\n",
        HEAD + "stringData: {password, " + MARKER + "}\n",
        HEAD + "stringdata: {password: " + MARKER + "}\n",
        HEAD + "data: {password: " + MARKER + "}\n",
        HEAD + "password: " + MARKER + "\n",
        HEAD + MARKER + ":\n",
        HEAD + "type: [" + MARKER + "]\n",
        HEAD + "# " + MARKER + "\nstringData: {password: x} # " + MARKER + "\n",
        HEAD + "x: &x {p: " + MARKER + "}\nstringData: {<<: *x}\n",
        HEAD + "x: &x " + MARKER + "\nstringData: {p: *x}\n",
        HEAD.replace("s}", "s, stringData: {p: " + MARKER + "}}") + "data: {}\n",
        HEAD.replace("s}", "s, annotations: {a: '{\"p\": \"" + MARKER + "\"}'}}"),
        HEAD.replace("s}", "s, annotations: {a: 'p: " + MARKER + "'}}")
            + "stringData: {p: "
            + MARKER
            + "}\n",
        HEAD.replace("s}", "s, labels: {a: &x " + MARKER + "}}") + "stringData: {p: *x}\n",
        HEAD.replace("s}", "s, annotations: [" + MARKER + "]}").replace("annotations", "odd"),
        "apiVersion: v1\nkind: secret\nmetadata: {name: s}\ndata: {p: " + MARKER + "}\n",
        "apiVersion: v1\nkind: Scret\nmetadata: {name: s}\ndata: {p: " + MARKER + "}\n",
        "apiVersion: apps/v1\nkind: Secrets\nmetadata: {name: s}\np: " + MARKER + "\n",
        "apiVersion: v1\nkind: Job\nmetadata: {name: s}\nstringData: {p: " + MARKER + "}\n",
        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"s\"},"
            + "\"stringData\":{\"p\":\""
            + MARKER
            + "\"}}",
        "apiVersion: v1\nkind: SecretList\nitems:\n- metadata: {name: s}\n  data: {p: "
            + MARKER
            + "}\n",
        "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: s},"
            + " stringData: &d {p: "
            + MARKER
            + "}}\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: c, annotations: *d}, data:"
            + " *d}\n",
        "\ufeff" + HEAD + "stringData: {p: " + MARKER + "}\n",
        "apiVersion: v1\r\nkind: Secret\r\nmetadata: {generateName: s-}\r\nstringData:\r\n  p: "
            + MARKER
            + "\r\n");
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void aSecretsValueIsInNoMaskedText(String text) {
    var manifest = Texts.manifest(text);
    assertThat(manifest.masked() + manifest + manifest.objects() + manifest.maskedValues())
        .doesNotContain(MARKER);
    var again = Texts.manifest(manifest.masked());
    assertThat(Texts.named(again)).isEqualTo(Texts.named(manifest));
    assertThat(again.masked()).isEqualTo(manifest.masked());
  }

  @Test
  void otherDocumentsStayByteForByte() {
    var secret = HEAD + "stringData: {p: " + MARKER + "}\n";
    var masked = Texts.manifest(CONFIG_MAP + "---\r\n" + secret + "--- \n" + "\n" + job()).masked();
    assertThat(masked)
        .startsWith(CONFIG_MAP + "---\r\napiVersion: v1\nkind: Secret\n")
        .endsWith("--- \n\n" + job())
        .contains("p: \"<masked by benchmark-deployer>\"")
        .doesNotContain(MARKER);
  }

  @Test
  void aManifestWithoutSecretsStaysByteForByte() {
    var text =
        "\ufeff# head\r\n--- # first\n" + CONFIG_MAP + "---\n# nothing\n---\n" + job() + "...";
    assertThat(Texts.manifest(text).masked()).isEqualTo(text);
    var json = " " + jsonConfigMap("a") + "\n\n" + jsonConfigMap("b") + " \n";
    assertThat(Texts.manifest(json).masked()).isEqualTo(json);
  }

  @Test
  void jsonBesideAJsonSecretStaysByteForByte() {
    var secret = jsonConfigMap("s").replace("ConfigMap", "Secret").replace("{}", "{\"p\":\"xyz\"}");
    assertThat(Texts.manifest(secret + "\n " + jsonConfigMap("b") + "\n").masked())
        .isEqualTo(
            secret.replace("xyz", "<masked by benchmark-deployer>")
                + "\n "
                + jsonConfigMap("b")
                + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# " + MARKER + "\n---\n",
        "--- # " + MARKER + "\n",
        "# head\n---\n# " + MARKER + "\n---\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n# next: " + MARKER + "\n---\n"
      })
  void noCommentAroundASecretTellsItsValue(String before) {
    var plain = before + HEAD + "stringData: {p: " + MARKER + "}\n---\n# " + MARKER + "\n";
    var encoded = before + HEAD + "data: {p: " + ENCODED + "}\n--- # " + MARKER + "\n";
    for (var text : List.of(plain, encoded)) {
      var manifest = Texts.manifest(text);
      assertThat(manifest.masked()).doesNotContain(MARKER).doesNotContain(ENCODED);
      assertThat(Texts.named(Texts.manifest(manifest.masked()))).isEqualTo(Texts.named(manifest));
    }
  }

  @Test
  void aValueThatAnotherDocumentRepeatsIsMaskedThereToo() {
    var repeating =
        Texts.CONFIG_MAP
            + "data:\n  a: %s\n  b: postgres://u:%1$s@db\n  c: other\n".formatted(MARKER);
    var secret = HEAD + "data: {p: " + ENCODED + "}\nstringData: {p: " + MARKER + "}\n";
    var masked = Texts.manifest(repeating + "---\n" + secret).masked();
    assertThat(masked).doesNotContain(MARKER).contains("name: c\n", "c: other\n");
    assertThat(Texts.manifest(masked).maskedValues()).hasSize(4);
  }

  @Test
  void aShortValueIsNotLookedForInOtherDocuments() {
    var text = Texts.CONFIG_MAP + "v:   1 # abc\n---\n";
    assertThat(Texts.manifest(text + HEAD + "stringData: {p: abc}\n").masked()).startsWith(text);
  }

  @Test
  void secretsOfVeryManyValuesLeaveNoCommentAnywhere() {
    var keys = IntStream.range(0, 600).mapToObj(i -> "  k%d: value%1$d\n".formatted(i));
    var secret = HEAD + keys.collect(Collectors.joining("", "stringData:\n", ""));
    var masked = Texts.manifest(CONFIG_MAP + "# none\n---\n" + secret).masked();
    assertThat(masked).startsWith("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n---\n");
  }

  @Test
  void whatIsNoValueStays() {
    var text =
        "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: other, labels: {app: x},"
            + " annotations: {note: hello}}\ntype: Opaque\nimmutable: true\nstringData: {key: v}\n";
    assertThat(Texts.manifest(text).masked())
        .contains("name: s", "namespace: other", "app: x", "note: hello")
        .contains("type: Opaque", "immutable: true", "key: \"<masked");
  }

  @Test
  void aMaskedTextSaysWhereItIsMasked() {
    var text = "---\n" + CONFIG_MAP + "---\n" + HEAD + "stringData:\n  a: x\n  b: 1\n";
    assertThat(Texts.manifest(text).maskedValues()).isEmpty();
    var masked = Texts.manifest(Texts.manifest(text).masked()).maskedValues();
    assertThat(masked).extracting(Problem::path).containsExactly("stringData.a", "stringData.b");
    assertThat(masked).extracting(Problem::document).containsOnly(2);
    assertThat(masked).extracting(Problem::line).containsExactly(11, 12);
  }

  @Test
  void aMaskOutsideASecretIsFoundToo() {
    var text = Texts.CONFIG_MAP + "data: {a: \"" + SecretMask.MASK + "\"}\n";
    assertThat(Texts.manifest(text).maskedValues()).hasSize(1);
  }

  @Test
  void generatedNamesAreFixedInTheMaskedText() {
    var text = HEAD.replace("name: s", "generateName: s-") + "data: {p: " + ENCODED + "}\n";
    var named = Texts.manifest(text + "---\n" + CONFIG_MAP).named(() -> "abcde");
    assertThat(named.masked())
        .contains("name: s-abcde")
        .endsWith("---\n" + CONFIG_MAP)
        .doesNotContain("generateName", ENCODED);
  }

  /** Whatever is broken: no message, path or masked text holds the value. */
  @Test
  void noBrokenSecretTellsItsValue() {
    var random = new Random(7);
    IntStream.range(0, 2000).forEach(i -> assertTellsNothing(broken(random)));
  }

  private static void assertTellsNothing(String text) {
    var reading = Manifest.read(text, ManifestLimits.DEFAULT);
    assertThat(reading.toString()).as(text).doesNotContain(MARKER).doesNotContain(ENCODED);
    if (reading instanceof Manifest manifest) {
      assertThat(manifest.masked() + manifest.objects() + manifest.maskedValues())
          .as(text)
          .doesNotContain(MARKER)
          .doesNotContain(ENCODED);
    }
  }

  private static String broken(Random random) {
    var text = new StringBuilder(secrets().get(random.nextInt(secrets().size())));
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      breakAt(random.nextInt(text.length()), text, random);
    }
    return text.toString();
  }

  /** Not within the value: half of it would not be found again. */
  private static void breakAt(int at, StringBuilder text, Random random) {
    int line = text.lastIndexOf("\n", at) + 1;
    switch (random.nextInt(5)) {
      case 0 -> {
        if (!Character.isLetterOrDigit(text.charAt(at)) && text.charAt(at) != '=') {
          text.deleteCharAt(at);
        }
      }
      case 1 ->
          text.insert(line, pick(random, " ", "  ", "\t", "- ", "? ", ": ", "# ", "&a ", "*a"));
      case 2 -> text.insert(line, text.substring(line, text.indexOf("\n", at) + 1));
      case 3 -> {
        if (!Character.isLetterOrDigit(text.charAt(at))) {
          text.insert(
              at, pick(random, "{", "}", "[", ",", "\"", "'", "!!x ", "|", "\n", ":", "%", "@"));
        }
      }
      default -> text.setLength(Math.max(line, 1));
    }
    if (text.charAt(text.length() - 1) != '\n') {
      text.append('\n');
    }
  }

  private static String pick(Random random, String... tokens) {
    return tokens[random.nextInt(tokens.length)];
  }

  private static List<String> secrets() {
    return List.of(
        HEAD + "stringData:\n  user: admin\n  password: " + MARKER + "\n",
        HEAD + "stringData: {user: admin, password: \"" + MARKER + "\"}\n",
        HEAD + "data:\n  password: " + ENCODED + "\n  other: " + ENCODED + "\n",
        HEAD + "stringData:\n  file: |\n    user=admin\n    password=" + MARKER + "\n  x: y\n",
        HEAD + "x: &a {p: " + MARKER + "}\nstringData:\n  <<: *a\n  q: '" + MARKER + "'\n",
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata:\n"
            + "    name: s\n  stringData:\n    p: "
            + MARKER
            + "\n",
        "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"name\": \"s\"},\n"
            + "\"stringData\": {\"p\": \""
            + MARKER
            + "\", \"q\": [\""
            + MARKER
            + "\"]}}\n");
  }

  private static String job() {
    return "apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\nspec:  {a: 1} # one\n";
  }

  private static String jsonConfigMap(String name) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
        + name
        + "\"},\"data\":{}}";
  }
}
