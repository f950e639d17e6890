package io.benchmarkdeployer.app.console;

import io.benchmarkdeployer.app.Answer;
import java.util.List;

/** What these tests deploy. */
final class Manifests {
  private Manifests() {}

  /** A job whose only container runs this in a shell. */
  static String job(String name, String script) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata:
      name: %s
    spec:
      backoffLimit: 0
      template:
        spec:
          terminationGracePeriodSeconds: 0
          restartPolicy: Never
          containers:
          - name: main
            image: busybox
            imagePullPolicy: IfNotPresent
            command: %s
    """
        .formatted(name, Answer.write(List.of("sh", "-c", script)));
  }
}
