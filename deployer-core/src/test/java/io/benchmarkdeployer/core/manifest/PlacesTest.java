package io.benchmarkdeployer.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {
  private static final String TEXT =
      """
      # settings
      ---
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: test-job
        labels: {app.example/tier: x}
      spec:
        template:
          spec:
            containers:
            - name: one
              image: busybox
            - {name: two, image: busybox}
            restartPolicy: Always
      """;

  @ParameterizedTest
  @CsvSource({
    "'', 3, 1",
    "kind, 4, 7",
    "spec.template.spec.restartPolicy, 15, 22",
    "spec.template.spec.containers[0].image, 13, 16",
    "spec.template.spec.containers[1].image, 14, 28",
    "spec.template.spec.containers[1].command, 14, 9",
    "spec.template.spec.containers[7].image, 12, 7",
    "spec.backoffLimit, 9, 3",
    "metadata.labels[app.example/tier], 7, 30",
    ".metadata.name, 6, 9",
    "nothing.of[this], 3, 1",
    "spec.template.spec.containers[99999999999], 12, 7"
  })
  void aProblemStandsWhereItsPathLeads(String path, int line, int column) {
    Problem problem = Texts.manifest(TEXT).objects().getFirst().problem(path, "wrong");

    assertThat(problem.line()).isEqualTo(line);
    assertThat(problem.column()).isEqualTo(column);
    assertThat(problem.path()).isEqualTo(path);
  }
}
