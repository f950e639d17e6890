package io.benchmarkdeployer.testkit.contract;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Manifests of up to twelve objects of many kinds, which run no pods: what they say can be changed,
 * but for the job's.
 */
final class TwelveObjects {
  private TwelveObjects() {}

  /** All twelve. */
  static String all(String value) {
    return documents(value, IntStream.range(0, 12));
  }

  /** Each second one. */
  static String some(String value) {
    return documents(value, IntStream.iterate(1, i -> i < 12, i -> i + 2));
  }

  private static String documents(String value, IntStream which) {
    List<String> all = all12(value);
    return which.mapToObj(all::get).collect(Collectors.joining("---\n"));
  }

  private static List<String> all12(String value) {
    return Stream.of(
            Stream.of(simple("ServiceAccount", "robot", value)),
            IntStream.range(0, 2).mapToObj(i -> secret("login-" + i, value)),
            IntStream.range(0, 4).mapToObj(i -> configMap("settings-" + i, value)),
            IntStream.range(0, 2).mapToObj(i -> service("door-" + i, value)),
            Stream.of(app("Deployment", value), app("StatefulSet", value), job("work")))
        .flatMap(one -> one)
        .toList();
  }

  private static String simple(String kind, String name, String value) {
    return """
    apiVersion: v1
    kind: %s
    metadata:
      name: %s
      annotations:
        value: "%s"
    """
        .formatted(kind, name, value);
  }

  static String secret(String name, String value) {
    return simple("Secret", name, value)
        + """
        stringData:
          password: "%1$s"
          only-%1$s: "x"
        """
            .formatted(value);
  }

  static String configMap(String name, String value) {
    return simple("ConfigMap", name, value)
        + """
        data:
          value: "%1$s"
          only-%1$s: "x"
        """
            .formatted(value);
  }

  private static String service(String name, String value) {
    return simple("Service", name, value)
        + """
        spec:
          selector:
            app: "%s"
          ports:
          - port: 80
        """
            .formatted(value);
  }

  private static String app(String kind, String value) {
    String more = kind.equals("StatefulSet") ? "  serviceName: door-0\n" : "";
    return """
    apiVersion: apps/v1
    kind: %s
    metadata:
      name: app
      annotations:
        value: "%s"
    spec:
      replicas: 0
    %s\
      selector:
        matchLabels:
          app: app
      template:
        metadata:
          labels:
            app: app
        spec:
          containers:
          - name: app
            image: busybox
            imagePullPolicy: IfNotPresent
            args: ["%s"]
    """
        .formatted(kind, value, more, value);
  }

  /** A job that waits for ever to be allowed a pod. */
  static String job(String name) {
    return job(name, "");
  }

  /** One that is complete without ever having had a pod. */
  static String shortJob(String name) {
    return job(name, "  completions: 0\n");
  }

  private static String job(String name, String more) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata:
      name: %s
    spec:
      parallelism: 0
    %s\
      template:
        spec:
          restartPolicy: Never
          containers:
          - name: main
            image: busybox
            imagePullPolicy: IfNotPresent
            command: ["true"]
    """
        .formatted(name, more);
  }
}
