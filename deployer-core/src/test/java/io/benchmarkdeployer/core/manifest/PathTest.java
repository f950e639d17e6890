package io.benchmarkdeployer.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathTest {
  @Test
  void aPathReadsAsInKubernetes() {
    assertThat(Path.root().text()).isEmpty();
    assertThat(Path.root().item(0).item(1).text()).isEqualTo("[0][1]");
    assertThat(Path.root().member("spec").member("containers").item(0).member("image").text())
        .isEqualTo("spec.containers[0].image");
    assertThat(Path.root().item(2).member("a").text()).isEqualTo("[2].a");
  }

  @Test
  void keysAreCutAndWhatIsNotLikeAKeyIsReplaced() {
    assertThat(Path.root().member("a".repeat(80)).text()).hasSize(80);
    assertThat(Path.root().member("a".repeat(81)).text()).isEqualTo("a".repeat(77) + "...");
    assertThat(Path.root().member("app.kubernetes.io/name_1-x").text())
        .isEqualTo("app.kubernetes.io/name_1-x");
    assertThat(Path.root().member("<<").text()).isEqualTo("<<");
    assertThat(Path.root().member("키").text()).isEqualTo("키");
    assertThat(Path.root().member("a:\n\u001b[31m \u202eb").text()).isEqualTo("a?31m?b");
  }

  @Test
  void keysOfDataAreLeftOutWhereTheyMayBeValues() {
    var root = Path.root();
    assertThat(root.member("data").textWithoutData()).isEqualTo("data");
    assertThat(root.member("data").member("k").textWithoutData()).isEqualTo("data.*");
    assertThat(root.member("stringData").item(1).member("k").textWithoutData())
        .isEqualTo("stringData.*");
    assertThat(root.member("items").item(1).member("data").member("k").textWithoutData())
        .isEqualTo("items[1].data.*");
    assertThat(root.member("metadata").member("k").textWithoutData()).isEqualTo("metadata.k");
    assertThat(root.member("datas").member("k").textWithoutData()).isEqualTo("datas.k");
  }
}
