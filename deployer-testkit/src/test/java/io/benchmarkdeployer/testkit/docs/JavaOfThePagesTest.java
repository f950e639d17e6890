package io.benchmarkdeployer.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All Java of all pages is a region of a test that runs: of this module or of another. */
class JavaOfThePagesTest {

  @Test
  void everyBlockOfAPageIsCodeOfATest() throws IOException {
    List<String> regions = QuotedCode.ofAllTests();

    for (String page : QuotedCode.pages()) {
      assertThat(regions).as(page).containsAll(QuotedCode.ofPage(page));
    }
  }

  @Test
  void everyRegionOfATestIsQuotedByAPage() throws IOException {
    var quoted = new ArrayList<String>();
    for (String page : QuotedCode.pages()) {
      quoted.addAll(QuotedCode.ofPage(page));
    }

    assertThat(quoted).hasSizeGreaterThan(10).containsAll(QuotedCode.ofAllTests());
  }

  @Test
  void whatIsShownWholeHasLessThanFortyLines() throws IOException {
    List<String> whole =
        QuotedCode.ofPage("embedding.md").stream()
            .filter(block -> block.contains("class RunJob"))
            .toList();

    assertThat(whole).hasSize(2).allSatisfy(block -> assertThat(block.lines()).hasSizeLessThan(40));
  }
}
