package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.manifest.Manifest;
import io.benchmarkdeployer.core.manifest.ManifestObject;
import io.benchmarkdeployer.core.manifest.ManifestReading;
import io.benchmarkdeployer.core.manifest.ObjectName;
import io.benchmarkdeployer.core.model.DnsName;
import io.benchmarkdeployer.core.model.Policy;
import io.benchmarkdeployer.core.model.Problem;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.LimitException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.ServedKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what was sent into objects that may be deployed or deleted here, each with its full
 * reference.
 */
final class ReadManifest {
  private final ClusterPort cluster;
  private final Policy policy;
  private final Limits limits;
  private final String defaultNamespace;

  ReadManifest(ClusterPort cluster, Policy policy, Limits limits, String defaultNamespace) {
    this.cluster = cluster;
    this.policy = policy;
    this.limits = limits;
    this.defaultNamespace = defaultNamespace;
  }

  /**
   * The references of a manifest's objects, in its order.
   *
   * @param namespace the one of documents that name none
   */
  record Resolved(String namespace, List<ResourceRef> refs) {}

  /** For a deployment: a masked value must not become a Secret's. */
  Manifest toDeploy(String yaml) {
    Manifest manifest = toDelete(yaml);
    List<Problem> masked = manifest.maskedValues();
    if (!masked.isEmpty()) {
      throw rejected("the manifest holds masked values of a Secret: send the real ones", masked);
    }
    return manifest;
  }

  /** For a deletion: only what the objects are called counts. */
  Manifest toDelete(String yaml) {
    return switch (Manifest.read(yaml, limits.manifest())) {
      case Manifest manifest -> manifest;
      case ManifestReading.Unreadable unreadable ->
          throw rejected("the manifest can't be read", unreadable.problems());
      case ManifestReading.TooLarge tooLarge ->
          throw new LimitException(LimitException.Limit.SIZE, tooLarge.message());
    };
  }

  Resolved resolve(Manifest manifest, Optional<String> requested) {
    String namespace = requested.filter(value -> !value.isEmpty()).orElse(defaultNamespace);
    DnsName.problemOfNamespace(namespace)
        .ifPresent(
            wrong -> {
              String message = "namespace " + wrong;
              throw new RejectedException(
                  RejectedException.By.READER, message, List.of(Problem.at("namespace", message)));
            });
    checkPolicy(manifest, namespace);
    return new Resolved(namespace, refs(manifest, namespace));
  }

  private void checkPolicy(Manifest manifest, String namespace) {
    var refusals = new ArrayList<Problem>();
    for (ManifestObject object : manifest.objects()) {
      policy.refusalOf(object.kind()).ifPresent(rule -> refusals.add(object.problem("kind", rule)));
      policy
          .refusalOf(object.namespace().orElse(namespace))
          .ifPresent(rule -> refusals.add(object.problem("metadata.namespace", rule)));
    }
    if (!refusals.isEmpty()) {
      throw new ForbiddenException("Not allowed here: " + refusals.getFirst().message(), refusals);
    }
  }

  private List<ResourceRef> refs(Manifest manifest, String namespace) {
    var refs = new ArrayList<ResourceRef>();
    var problems = new ArrayList<Problem>();
    Set<String> seen = new HashSet<>();
    for (ManifestObject object : manifest.objects()) {
      Optional<ResourceRef> ref = ref(object, namespace, problems);
      ref.filter(known -> !seen.add(identity(known)))
          .ifPresent(
              twice ->
                  problems.add(
                      object.problem("metadata.name", twice + " is in the manifest twice")));
      ref.ifPresent(refs::add);
    }
    if (!problems.isEmpty()) {
      throw rejected("the manifest does not fit this cluster", problems);
    }
    return refs;
  }

  private static String identity(ResourceRef ref) {
    return ref.kind().group() + "|" + ref;
  }

  private Optional<ResourceRef> ref(
      ManifestObject object, String namespace, List<Problem> problems) {
    Optional<ServedKind> served = cluster.served(object.kind());
    if (served.isEmpty()) {
      problems.add(
          object.problem(
              "kind",
              "the cluster knows no kind %s in %s"
                  .formatted(object.kind().name(), object.kind().apiVersion())));
      return Optional.empty();
    }
    if (object.name() instanceof ObjectName.Generated) {
      problems.add(
          object.problem(
              "metadata.generateName",
              "does not tell which object is meant: send the yaml_content that the deployment was"
                  + " answered with, or delete the deployment by its id"));
      return Optional.empty();
    }
    boolean namespaced = served.get().namespaced();
    return Optional.of(
        object.reference(
            namespaced ? object.namespace().or(() -> Optional.of(namespace)) : Optional.empty()));
  }

  private static RejectedException rejected(String summary, List<Problem> problems) {
    Problem first = problems.getFirst();
    String place = first.line() > 0 ? " (line %d)".formatted(first.line()) : "";
    int others = problems.size() - 1;
    String more =
        others > 0 ? "; and %d more problem%s".formatted(others, others > 1 ? "s" : "") : "";
    return new RejectedException(
        RejectedException.By.READER,
        "%s: %s%s%s".formatted(summary, first.text(), place, more),
        problems);
  }
}
