package io.benchmarkdeployer.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestkitPageTest {
  private static final List<String> QUOTED =
      List.of(
          "docs/NightlyRunTest",
          "docs/WhenTheClusterFailsTest",
          "docs/TerminalTest",
          "MemoryStateContractTest",
          "MemoryClusterContractTest");

  @Test
  void theCodeOfThePageIsTheCodeOfTestsThatRun() throws IOException {
    var quoted = new ArrayList<String>();
    for (String test : QUOTED) {
      quoted.addAll(QuotedCode.ofTest("io/benchmarkdeployer/testkit/" + test));
    }
    assertThat(QuotedCode.ofPage("testkit.md")).hasSize(QUOTED.size()).isEqualTo(quoted);
  }
}
