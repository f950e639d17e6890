package io.benchmarkdeployer.testkit.usecase;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The texts that people send. */
final class Manifests {
  static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: test-job
      spec:
        template:
          spec:
            containers:
            - name: test
              image: busybox
              command: ['sh', '-c', 'echo hello; sleep 3600']
            restartPolicy: Never
      """;

  static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata:
        name: login
      stringData:
        password: hunter2-and-more
      """;

  private Manifests() {}

  static String configMap(String name, String value) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: %s
    data:
      value: "%s"
    """
        .formatted(name, value);
  }

  static String all(String... documents) {
    return String.join("---\n", documents);
  }

  /** Settings in this many ConfigMaps but the last, and the job. */
  static String withJob(int documents, String value) {
    String settings =
        IntStream.rangeClosed(1, documents - 1)
            .mapToObj(i -> configMap("settings-" + i, value))
            .collect(Collectors.joining("---\n"));
    return all(settings, JOB);
  }
}
