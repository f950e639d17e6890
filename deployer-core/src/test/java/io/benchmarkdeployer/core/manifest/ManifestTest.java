package io.benchmarkdeployer.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.Problem;
import io.benchmarkdeployer.core.model.ResourceRef;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final String GENERATED =
      "apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: run-}\n";

  @Test
  void objectsKnowTheirPlace() {
    var list =
        "# head\n---\napiVersion: v1\nkind: List\nitems:\n  - kind: Job\n    apiVersion: batch/v1\n"
            + "    metadata: {name: a, namespace: other}\n";
    var object = Texts.manifest(Texts.CONFIG_MAP + "---\n" + list).objects().getLast();
    assertThat(object.document()).isEqualTo(2);
    assertThat(object.line()).isEqualTo(11);
    assertThat(object.problem("", "").column()).isEqualTo(5);
    assertThat(object.kind()).isEqualTo(Kind.JOB);
    assertThat(object.namespace()).contains("other");
    assertThat(object).hasToString("batch/v1/Job in document 2, line 11");
    assertThat(object.problem("spec", "no")).isEqualTo(new Problem(2, "spec", "no", 11, 5));
  }

  @Test
  void columnsCountCharactersNotHalvesOfThem() {
    var yaml = Texts.problems(Texts.CONFIG_MAP + "😀😀: {a: 1, a: 2}\n");
    assertThat(yaml).extracting(Problem::column).containsExactly(12);
    var json = Texts.problems("{\"😀😀\": 1, \"kind\": 1}");
    assertThat(json).extracting(Problem::column).contains(19);
  }

  @Test
  void aReferenceTakesTheNamespaceThatItIsGiven() {
    var object = Texts.manifest(Texts.CONFIG_MAP).objects().getFirst();
    assertThat(object.reference(Optional.of("n")))
        .isEqualTo(new ResourceRef(new Kind("v1", "ConfigMap"), Optional.of("n"), "c"));
    assertThat(object.reference(Optional.empty()).namespace()).isEmpty();
  }

  @Test
  void aGeneratedNameIsMadeOnceForEach() {
    var manifest = Texts.manifest(GENERATED + "---\n" + Texts.CONFIG_MAP + "---\n" + GENERATED);
    assertThatIllegalStateException()
        .isThrownBy(() -> manifest.objects().getFirst().reference(Optional.empty()));
    var suffixes = new ArrayDeque<>(List.of("aaaaa", "bbbbb"));
    var named = manifest.named(suffixes::pop);
    assertThat(named.objects())
        .extracting(ManifestObject::name)
        .containsExactly(
            new ObjectName.Fixed("run-aaaaa"),
            new ObjectName.Fixed("c"),
            new ObjectName.Fixed("run-bbbbb"));
    var first = named.objects().getFirst().content();
    assertThat(first.textAt("metadata", "name")).contains("run-aaaaa");
    assertThat(first.at("metadata", "generateName")).isEmpty();
    assertThat(named.masked())
        .contains("---\n" + Texts.CONFIG_MAP + "---\n")
        .doesNotContain("generateName");
    assertThat(manifest.masked()).contains("generateName");
  }

  @Test
  void aNameGivenWinsOverOneToBeGenerated() {
    var text = Texts.CONFIG_MAP + "  generateName: x-\n";
    assertThat(Texts.manifest(text).named(() -> "12345").masked()).isEqualTo(text);
  }

  @Test
  void aLongPrefixIsCutSoThatTheNameFits() {
    var generated = new ObjectName.Generated("a".repeat(70));
    assertThat(generated.with("bcdfg").value()).isEqualTo("a".repeat(58) + "bcdfg");
  }

  @Test
  void suffixesAreAsTheServerMakesThem() {
    assertThat(Manifest.randomSuffix()).matches("[bcdfghjklmnpqrstvwxz2456789]{5}");
    assertThat(List.of(Manifest.randomSuffix(), Manifest.randomSuffix(), Manifest.randomSuffix()))
        .doesNotHaveDuplicates();
  }

  @Test
  void theSameObjectIsFoundInAllVersionsOfItsGroupAndInLists() {
    var old = "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: a}\n";
    var list =
        "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: batch/v1, kind: CronJob, metadata:"
            + " {name: a}}\n- {apiVersion: example.io/v1, kind: CronJob, metadata: {name: a}}\n";
    assertThat(Texts.problems(old + "---\n" + list))
        .containsExactly(
            new Problem(
                2,
                "items[0].metadata.name",
                "is the same object as the one in document 1, line 1",
                8,
                58));
  }

  @Test
  void problemsOfAllDocumentsComeInTheOrderOfTheText() {
    var text = "a: 1\n---\nb: ]\n---\n" + Texts.CONFIG_MAP + "---\n- x\n";
    assertThat(Texts.problems(text)).extracting(Problem::document).containsExactly(1, 1, 1, 2, 4);
    assertThat(Texts.problems(text)).extracting(Problem::line).isSorted();
  }
}
