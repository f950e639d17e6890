package io.benchmarkdeployer.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.Problem;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  private final Problems problems = new Problems();

  @Test
  void theyComeInTheOrderOfTheTextThoseOfAllOfItFirst() {
    add(2, 9);
    add(1, 5);
    add(2, 1);
    problems.add("of all");
    assertThat(problems.inOrder())
        .extracting(problem -> problem.line() * 100 + problem.column())
        .containsExactly(0, 105, 201, 209);
  }

  @Test
  void thoseOfOnePlaceStayInTheOrderInWhichTheyWereFound() {
    problems.add(1, Path.root(), new Place(1, 1), "b");
    problems.add(1, Path.root(), new Place(1, 1), "a");
    assertThat(problems.inOrder()).extracting(Problem::message).containsExactly("b", "a");
  }

  @Test
  void twoHundredAreKeptAndMoreAreSaidToBe() {
    assertThat(problems.none()).isTrue();
    for (int i = 1; i <= 200; i++) {
      add(i, 1);
    }
    assertThat(problems.full()).isFalse();
    assertThat(problems.inOrder()).hasSize(200);
    add(201, 1);
    assertThat(problems.full()).isTrue();
    assertThat(problems.none()).isFalse();
    assertThat(problems.inOrder()).hasSize(201);
    assertThat(problems.inOrder().getLast())
        .isEqualTo(Problem.at("", "there are more problems: mend these first"));
  }

  private void add(int line, int column) {
    problems.add(1, Path.root(), new Place(line, column), "wrong");
  }
}
