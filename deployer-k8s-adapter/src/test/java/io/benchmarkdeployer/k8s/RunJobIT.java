package io.benchmarkdeployer.k8s;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of {@code docs/embedding.md}, as its reader starts it. */
@Tag("cluster")
class RunJobIT {
  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: bench, namespace: %s}
      spec:
        backoffLimit: 0
        template:
          spec:
            restartPolicy: Never
            containers:
            - name: main
              image: busybox
              imagePullPolicy: IfNotPresent
              command: [sh, -c, "echo warming up; sleep 2; echo disk full; exit 3"]
      """;

  private final RealCluster real = new RealCluster();

  @AfterEach
  void close() {
    real.close();
  }

  @Test
  void printsTheLogOfItsJobAndHowItEnded(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("job.yaml"), JOB.formatted(real.namespace()));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process program =
        new ProcessBuilder(
                java.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RunJob.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(program.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(new String(program.getInputStream().readAllBytes(), UTF_8).lines())
          .containsExactly("warming up", "disk full", "failed");
    } finally {
      program.destroyForcibly().waitFor();
    }
  }
}
