package io.benchmarkdeployer.mongo;

import io.benchmarkdeployer.core.manifest.Manifest;
import io.benchmarkdeployer.core.manifest.ManifestLimits;
import io.benchmarkdeployer.core.manifest.ManifestObject;
import io.benchmarkdeployer.core.manifest.ObjectName;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Action;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.WireName;
import io.benchmarkdeployer.core.model.Workload;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A document that the old service wrote, read as well as it can be: only its {@code deployment_id}
 * and either its manifest or its {@code resource_type} and {@code resource_name} are needed.
 */
final class LegacyDocument {
  private static final Map<String, Kind> KINDS =
      Map.of(
          "job", Kind.JOB,
          "deployment", new Kind("apps/v1", "Deployment"),
          "service", new Kind("v1", "Service"),
          "configmap", new Kind("v1", "ConfigMap"),
          "secret", Kind.SECRET);

  /** Nobody can be asked which kinds have no namespace: these are what a benchmark may hold. */
  private static final Set<String> CLUSTER_SCOPED =
      Set.of(
          "Namespace",
          "PersistentVolume",
          "StorageClass",
          "PriorityClass",
          "CustomResourceDefinition",
          "ClusterRole",
          "ClusterRoleBinding");

  private final BsonDocument document;
  private final Optional<Manifest> manifest;

  private LegacyDocument(BsonDocument document) {
    this.document = document;
    this.manifest = text("yaml_content").flatMap(LegacyDocument::manifest);
  }

  /**
   * The deployment that it stands for, of version 0.
   *
   * @throws IllegalArgumentException where it can't be understood; the message says why and quotes
   *     nothing
   */
  static Deployment read(BsonDocument document) {
    return new LegacyDocument(document).deployment();
  }

  private Deployment deployment() {
    DeploymentId id =
        new DeploymentId(text("deployment_id").orElseThrow(() -> unfit("it has no deployment_id")));
    List<ResourceRef> refs = refs();
    ResourceRef primary = primary(refs);
    DeploymentState state = state(primary);
    return new Deployment(
        id,
        0,
        state,
        Optional.empty(),
        namespace(),
        manifest.map(Manifest::masked).orElseGet(() -> nameOnly(primary)),
        refs.stream().map(ref -> resource(ref, state, ref.equals(primary))).toList(),
        createdAt(),
        Caller.ANONYMOUS,
        state == DeploymentState.DELETED ? time("deleted_at") : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static IllegalArgumentException unfit(String why) {
    return new IllegalArgumentException(why);
  }

  /** A manifest whose objects are all named: a generated name stands only in the cluster. */
  private static Optional<Manifest> manifest(String yaml) {
    return Manifest.read(yaml, ManifestLimits.DEFAULT) instanceof Manifest read
            && read.objects().stream().allMatch(one -> one.name() instanceof ObjectName.Fixed)
        ? Optional.of(read)
        : Optional.empty();
  }

  private List<ResourceRef> refs() {
    return manifest
        .map(read -> read.objects().stream().map(this::ref).distinct().toList())
        .orElseGet(() -> List.of(named()));
  }

  private ResourceRef ref(ManifestObject object) {
    return object.reference(
        CLUSTER_SCOPED.contains(object.kind().name())
            ? Optional.empty()
            : object.namespace().or(() -> Optional.of(namespace())));
  }

  private ResourceRef named() {
    Kind kind =
        text("resource_type")
            .map(KINDS::get)
            .orElseThrow(() -> unfit("neither its manifest nor its resource_type can be read"));
    String name = text("resource_name").orElseThrow(() -> unfit("it has no resource_name"));
    return new ResourceRef(kind, Optional.of(namespace()), name);
  }

  private static ResourceRef primary(List<ResourceRef> refs) {
    return refs.stream().filter(ref -> ref.kind().isJob()).findFirst().orElse(refs.getFirst());
  }

  private DeploymentState state(ResourceRef primary) {
    if (word().equals("deleted") || time("deleted_at").isPresent()) {
      return DeploymentState.DELETED;
    }
    return word().equals("failed") && !Workload.runs(primary.kind())
        ? DeploymentState.FAILED
        : DeploymentState.DEPLOYED;
  }

  /** Held by no known UID: a deletion finds the object by its name. */
  private DeployedResource resource(ResourceRef ref, DeploymentState state, boolean primary) {
    boolean deleted = state == DeploymentState.DELETED;
    return new DeployedResource(
        ref,
        Action.CREATE,
        deleted ? Outcome.DELETED : Outcome.CREATED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        primary && Workload.runs(ref.kind())
            ? Optional.of(status(deleted ? WorkloadPhase.DELETED : phase(ref)))
            : Optional.empty());
  }

  private static WorkloadStatus status(WorkloadPhase phase) {
    return new WorkloadStatus(phase, 0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A job that was only ever said to be deployed may have come to anything. */
  private WorkloadPhase phase(ResourceRef ref) {
    return WireName.parse(WorkloadPhase.class, word())
        .filter(phase -> !(ref.kind().isJob() && phase == WorkloadPhase.DEPLOYED))
        .orElse(WorkloadPhase.UNKNOWN);
  }

  private String word() {
    return text("status").orElse("unknown");
  }

  private String namespace() {
    return text("namespace").orElse("default");
  }

  /** In place of a manifest that can't be read, and so not be masked: what a deletion needs. */
  private static String nameOnly(ResourceRef ref) {
    return """
    # The manifest on record can't be read; this names what it deployed.
    apiVersion: "%s"
    kind: "%s"
    metadata:
      name: "%s"
      namespace: "%s"
    """
        .formatted(
            ref.kind().apiVersion(),
            ref.kind().name(),
            ref.name(),
            ref.namespace().orElse("default"));
  }

  private Instant createdAt() {
    return time("created_at").or(this::madeAt).orElse(Instant.EPOCH);
  }

  private Optional<Instant> madeAt() {
    return document.get("_id") instanceof BsonObjectId made
        ? Optional.of(made.getValue().getDate().toInstant())
        : Optional.empty();
  }

  private Optional<String> text(String name) {
    return document.get(name) instanceof BsonString text && !text.getValue().isBlank()
        ? Optional.of(text.getValue())
        : Optional.empty();
  }

  private Optional<Instant> time(String name) {
    BsonValue value = document.get(name);
    if (value instanceof BsonDateTime date) {
      return Optional.of(Instant.ofEpochMilli(date.getValue()));
    }
    return text(name).flatMap(LegacyDocument::parse);
  }

  /** ISO 8601 as Python writes it: with or without a zone, with {@code T} or a space. */
  private static Optional<Instant> parse(String text) {
    String iso = text.strip().replaceFirst(" ", "T");
    return zoned(iso).or(() -> local(iso));
  }

  private static Optional<Instant> zoned(String iso) {
    try {
      return Optional.of(OffsetDateTime.parse(iso).toInstant());
    } catch (DateTimeParseException otherForm) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> local(String iso) {
    try {
      return Optional.of(LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException notATime) {
      return Optional.empty();
    }
  }
}
