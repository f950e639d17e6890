package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.Problem;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.RejectedException.By;
import java.util.List;
import java.util.stream.Collectors;

/** How a cluster words its refusals. */
final class Refusals {
  private Refusals() {}

  static RejectedException invalid(ResourceRef ref, List<Problem> problems) {
    String words =
        problems.stream()
            .map(problem -> problem.path() + ": " + problem.message())
            .collect(Collectors.joining(", "));
    return new RejectedException(
        By.CLUSTER,
        "%s \"%s\" is invalid: %s"
            .formatted(
                qualified(ref.kind()),
                ref.name(),
                problems.size() == 1 ? words : "[" + words + "]"),
        problems);
  }

  /** {@code Job.batch}. */
  private static String qualified(Kind kind) {
    return kind.group().isEmpty() ? kind.name() : kind.name() + "." + kind.group();
  }

  static RejectedException ofType(Problem problem) {
    return new RejectedException(
        By.CLUSTER,
        "failed to create typed patch object: .%s: %s".formatted(problem.path(), problem.message()),
        List.of(problem));
  }

  static RejectedException noNamespace(String namespace) {
    return new RejectedException(By.CLUSTER, "namespaces \"%s\" not found".formatted(namespace));
  }

  static ForbiddenException terminatingNamespace(String namespace) {
    return new ForbiddenException(
        "unable to create new content in namespace %s because it is being terminated"
            .formatted(namespace));
  }

  static ForbiddenException noServiceAccount(ResourceRef pod, ResourceRef account) {
    String name = account.name();
    return new ForbiddenException(
        "pods \"%s\" is forbidden: error looking up service account %s/%s: serviceaccount \"%s\" not found"
            .formatted(pod.name(), account.namespace().orElse(""), name, name));
  }

  static RejectedException notServed(Kind kind) {
    return new RejectedException(
        By.CLUSTER,
        "the cluster serves no kind %s of %s".formatted(kind.name(), kind.apiVersion()));
  }

  static ConflictException exists(ResourceRef ref) {
    return new ConflictException(ref + " exists already");
  }

  static ConflictException gone(ResourceRef ref) {
    return new ConflictException(ref + " is no longer there, or another of its name is");
  }

  static ConflictException owned(ResourceRef ref, List<Problem> fields) {
    return new ConflictException(
        "%s: others own fields that would be changed: %s"
            .formatted(
                ref,
                fields.stream()
                    .map(field -> field.path() + " (" + field.message() + ")")
                    .collect(Collectors.joining(", "))),
        fields);
  }
}
