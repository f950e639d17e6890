package io.benchmarkdeployer.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.benchmarkdeployer.core.model.Problem;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestLimitsTest {
  private static final ManifestLimits DEFAULT = ManifestLimits.DEFAULT;

  @Test
  void theDefaultsAreThoseOfTheIssue() {
    assertThat(DEFAULT).isEqualTo(new ManifestLimits(1 << 20, 100, 64, 100_000, 4 << 20));
  }

  @ParameterizedTest
  @CsvSource({"0,1,1,1,1", "1,0,1,1,1", "1,1,0,1,1", "1,1,1,0,1", "1,1,1,1,0", "1,1,501,1,1"})
  void aLimitThatIsNoneIsRefused(int bytes, int documents, int depth, int nodes, int characters) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ManifestLimits(bytes, documents, depth, nodes, characters));
  }

  @Test
  void bytesAreCountedAsUtf8() {
    var text = Texts.CONFIG_MAP + "v: 한글\n";
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    Texts.manifest(text, new ManifestLimits(bytes, 100, 64, 100, 1000));
    assertThat(Manifest.read(text, new ManifestLimits(bytes - 1, 100, 64, 100, 1000)))
        .isEqualTo(
            new ManifestReading.TooLarge(
                "the manifest has more than %d bytes".formatted(bytes - 1)));
  }

  @Test
  void aMebibyteIsReadAndOneByteMoreIsNot() {
    var text = Texts.CONFIG_MAP + "v: |\n  ";
    var full = text + "x".repeat((1 << 20) - text.length() - 1) + "\n";
    assertThat(Texts.manifest(full).masked()).isEqualTo(full);
    assertThat(Manifest.read(full + "\n", DEFAULT)).isInstanceOf(ManifestReading.TooLarge.class);
  }

  @Test
  void documentsThatHoldNothingDoNotCount() {
    var limits = new ManifestLimits(1000, 2, 64, 100, 1000);
    var two = named("a") + "---\n# none\n---\n---\n" + named("b") + "---\n";
    assertThat(Texts.manifest(two, limits).objects()).hasSize(2);
    assertThat(Texts.problems(two + named("c"), limits))
        .containsExactly(Problem.at("", "the manifest has more than 2 documents"));
  }

  @Test
  void brokenDocumentsCountToo() {
    var limits = new ManifestLimits(1000, 2, 64, 100, 1000);
    assertThat(Texts.problems("a: ]\n---\nb: ]\n---\nc: ]\n", limits))
        .extracting(Problem::message)
        .contains("the manifest has more than 2 documents");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yaml", "json"})
  void depthIsThatOfMapsAndSequences(String form) {
    var limits = new ManifestLimits(1000, 1, 5, 100, 1000);
    assertThat(Texts.manifest(deep(form, 4), limits).objects()).hasSize(1);
    assertThat(Texts.problems(deep(form, 5), limits))
        .singleElement()
        .satisfies(one -> assertThat(one.message()).isEqualTo("is nested more than 5 deep"));
  }

  @Test
  void depthIsCountedThroughAliases() {
    var limits = new ManifestLimits(1000, 1, 5, 100, 1000);
    assertThat(Texts.problems(Texts.CONFIG_MAP + "a: &a [[[]]]\nb: [[*a]]\n", limits)).hasSize(1);
    Texts.manifest(Texts.CONFIG_MAP + "a: &a [[[]]]\nb: [*a]\n", limits);
  }

  @Test
  void depthIsCountedThroughMerges() {
    var limits = new ManifestLimits(1000, 1, 5, 100, 1000);
    var chain = "a: &a {x: 1}\nb: &b {<<: *a}\nc: &c {<<: *b}\nd: &d {<<: *c}\n";
    Texts.manifest(Texts.CONFIG_MAP + chain, limits);
    assertThat(Texts.problems(Texts.CONFIG_MAP + chain + "e: &e {<<: *d}\nf: {<<: *e}\n", limits))
        .hasSize(1);
  }

  /** The root, apiVersion, kind, metadata and its name are five; v is one and its items are. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "v: [1, 2]\n",
        "v: {a: 1, b: 2}\n",
        "v: &v 1\nw: *v\nx: 1\n",
        "v: [{<<: {}}]\nw: 1\n"
      })
  void nodesAreCounted(String body) {
    Texts.manifest(Texts.CONFIG_MAP + body, new ManifestLimits(1000, 1, 64, 8, 1000));
    assertThat(Texts.problems(Texts.CONFIG_MAP + body, new ManifestLimits(1000, 1, 64, 7, 1000)))
        .singleElement()
        .satisfies(one -> assertThat(one.message()).contains("more than 7 values"));
  }

  @Test
  void nodesAreCountedOverAllDocuments() {
    var two = named("a") + "---\n" + named("b");
    Texts.manifest(two, new ManifestLimits(1000, 2, 64, 10, 1000));
    assertThat(Texts.problems(two, new ManifestLimits(1000, 2, 64, 9, 1000))).hasSize(1);
  }

  @Test
  void charactersOfKeysAndValuesAreCountedAsOftenAsTheyStand() {
    int base = "apiVersionv1kindConfigMapmetadatanamec".length();
    var text = Texts.CONFIG_MAP + "v: &v abc\nw: *v\n";
    Texts.manifest(text, new ManifestLimits(1000, 1, 64, 100, base + 8));
    assertThat(Texts.problems(text, new ManifestLimits(1000, 1, 64, 100, base + 7)))
        .singleElement()
        .satisfies(one -> assertThat(one.message()).contains("characters, aliases written out"));
  }

  @Test
  void aSecretThatGrowsTooLargeWhenWrittenAnewIsRefused() {
    var aliases = "*v, ".repeat(200);
    var text = Texts.SECRET + "x: &v {a: b}\nv: [" + aliases + "]\n";
    assertThat(Texts.problems(text, new ManifestLimits(2000, 1, 64, 10_000, 10_000)))
        .singleElement()
        .satisfies(one -> assertThat(one.message()).contains("with aliases written out"));
    Texts.manifest(
        text.replace("Secret", "ConfigMap"), new ManifestLimits(2000, 1, 64, 10_000, 10_000));
  }

  /** Each doubles or more with every line: read whole, none of them would fit into memory. */
  @ParameterizedTest
  @ValueSource(strings = {"[*p, *p, *p, *p]", "{a: *p, b: *p}", "{<<: [*p, *p, *p, *p]}"})
  void bombsAreRefused(String line) {
    var bomb = new StringBuilder(Texts.CONFIG_MAP).append("l0: &l0 {a0: x}\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("l%d: &l%d %s\n".formatted(i, i, line.replace("*p", "*l" + (i - 1))));
    }
    assertThat(Texts.problems(bomb.toString())).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "{\"a\":", "[{a: [", "&a [", "!x "})
  void nothingIsReadDeeperThanTheLimitOnASmallStack(String opening) throws Exception {
    for (var head : new String[] {"", Texts.CONFIG_MAP + "v: ", Texts.CONFIG_MAP + "v:\n  "}) {
      var thread =
          new Thread(
              null,
              () -> assertThat(Manifest.read(head + opening.repeat(100_000), DEFAULT)).isNotNull(),
              "small stack",
              256 * 1024);
      var failure = new Throwable[1];
      thread.setUncaughtExceptionHandler((which, thrown) -> failure[0] = thrown);
      thread.start();
      thread.join();
      assertThat(failure[0]).isNull();
    }
  }

  @Test
  void problemsAreBounded() {
    var text =
        Texts.CONFIG_MAP
            + IntStream.range(0, 500)
                .mapToObj(i -> "k%d: !x 1\n".formatted(i))
                .collect(Collectors.joining());
    var problems = Texts.problems(text);
    assertThat(problems).hasSize(201);
    assertThat(problems.getLast().message()).startsWith("there are more problems");
    assertThat(problems.getFirst().line()).isEqualTo(5);
  }

  private static String named(String name) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n";
  }

  private static String deep(String form, int depth) {
    return form.equals("json")
        ? "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"v\":"
            + "[".repeat(depth)
            + "]".repeat(depth)
            + "}"
        : Texts.CONFIG_MAP + "v: " + "[".repeat(depth) + "]".repeat(depth) + "\n";
  }
}
