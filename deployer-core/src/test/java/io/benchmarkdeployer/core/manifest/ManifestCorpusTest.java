package io.benchmarkdeployer.core.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Problem;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files in {@code resources/manifests}; its README tells how they came about. */
class ManifestCorpusTest {

  @ParameterizedTest
  @MethodSource("taken")
  void whatIsTakenReadsAsKubectlReadsIt(String name) throws Exception {
    var manifest = Texts.manifest(text(name + ".yaml"));
    var expected = Texts.json(text(name + ".json"));
    assertThat(manifest.objects()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      var object = manifest.objects().get(i);
      assertThat(object.content()).isEqualTo(withoutDefault(expected.get(i), object));
    }
  }

  @ParameterizedTest
  @MethodSource("taken")
  void whatIsTakenIsTakenAgainAsItIsStored(String name) throws Exception {
    var text = text(name + ".yaml");
    var manifest = Texts.manifest(text);
    var again = Texts.manifest(manifest.masked());
    assertThat(Texts.named(again)).isEqualTo(Texts.named(manifest));
    assertThat(again.masked()).isEqualTo(manifest.masked());
    if (!name.startsWith("secret")) {
      assertThat(manifest.masked()).isEqualTo(text);
    }
  }

  /** Also a second time through the writer: what it writes reads as it was. */
  @ParameterizedTest
  @MethodSource("taken")
  void whatIsTakenCanBeWrittenAnew(String name) throws Exception {
    for (ManifestObject object : Texts.manifest(text(name + ".yaml")).objects()) {
      var again = Texts.manifest(YamlWriter.write(object.content()));
      assertThat(again.objects().getFirst().content()).isEqualTo(object.content());
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsRefusedIsRefusedWithAllItsProblems(String name) throws Exception {
    var expected = text(name + ".refused").lines().toList();
    assertThat(expected.getFirst()).matches("kubectl refuses it|kubectl takes it: .+");
    var problems = Texts.problems(text(name + ".yaml"));
    assertThat(problems).hasSize(expected.size() - 1);
    for (int i = 0; i < problems.size(); i++) {
      assertThat(line(problems.get(i))).startsWith(expected.get(i + 1));
    }
  }

  @Test
  void everyFileHasOneExpectation() throws Exception {
    assertThat(Stream.concat(taken(), refused()).sorted())
        .isEqualTo(names(".yaml").sorted().toList())
        .hasSizeGreaterThan(250);
  }

  static Stream<String> taken() throws IOException, URISyntaxException {
    return names(".json");
  }

  static Stream<String> refused() throws IOException, URISyntaxException {
    return names(".refused");
  }

  /** kubectl adds the namespace of its context to what names none. */
  private static Json withoutDefault(Json printed, ManifestObject object) {
    var whole = (Json.Obj) printed;
    if (object.namespace().isPresent()) {
      return whole;
    }
    assertThat(whole.textAt("metadata", "namespace")).contains("default");
    var written = object.content().at("metadata", "namespace");
    var metadata = whole.objectAt("metadata").without("namespace");
    return whole.with(
        "metadata", written.map(value -> metadata.with("namespace", value)).orElse(metadata));
  }

  private static String line(Problem problem) {
    return "%d|%s|%d:%d|%s"
        .formatted(
            problem.document(),
            problem.path(),
            problem.line(),
            problem.column(),
            problem.message());
  }

  private static Stream<String> names(String ending) throws IOException, URISyntaxException {
    try (var files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ending))
          .map(name -> name.substring(0, name.length() - ending.length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Path folder() throws URISyntaxException {
    var folder = ManifestCorpusTest.class.getResource("/manifests");
    return Path.of(Objects.requireNonNull(folder).toURI());
  }

  private static String text(String file) throws IOException, URISyntaxException {
    return new String(Files.readAllBytes(folder().resolve(file)), UTF_8);
  }
}
