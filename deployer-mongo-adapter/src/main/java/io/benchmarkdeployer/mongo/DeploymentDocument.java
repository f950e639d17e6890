package io.benchmarkdeployer.mongo;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.IdempotencyKey;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.Cursor;
import io.benchmarkdeployer.core.port.DeploymentStore;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A deployment as a document: at its top what the readers of the old service's collection know,
 * below {@value #OURS} everything, for us alone.
 */
final class DeploymentDocument {
  static final String OURS = "deployer";
  static final String ID = "deployer.id";
  static final String VERSION = "deployer.version";
  static final String STATE = "deployer.state";
  static final String PHASE = "deployer.phase";
  static final String NAMESPACE = "deployer.namespace";
  static final String PLACE = "deployer.place";
  static final String KEYS = "deployer.keys";
  static final String UIDS = "deployer.uids";

  static final String MANIFEST = "yaml_content";

  /** The manifest of a document of the old service, fit to be answered. */
  static final String MANIFEST_TAKEN_IN = "deployer.yaml";

  static final String BEFORE = "deployer.resources.before";

  /** Its place in the order of deployments, of one that has to be brought to an end only. */
  static final String UNFINISHED = "deployer.unfinished";

  /** When it was written last, by the clock of its writer; none where the old service was it. */
  static final String CHANGED_AT = "deployer.changed_at";

  static final String IDEMPOTENCY_KEY = "deployer.idempotency_key";

  static final List<Index> INDEXES =
      List.of(
          Index.once(ID),
          Index.once(IDEMPOTENCY_KEY),
          Index.newestFirst(STATE, PLACE),
          Index.newestFirst(PHASE, PLACE),
          Index.newestFirst(NAMESPACE, PLACE),
          Index.newestFirst(KEYS, PLACE),
          Index.newestFirst(UIDS, PLACE),
          Index.sparse(UNFINISHED),
          Index.sparse(CHANGED_AT));

  private static final Set<String> LEGACY_TYPES =
      Set.of("job", "deployment", "service", "configmap", "secret");

  private DeploymentDocument() {}

  /** The whole document, but for its {@code _id}. */
  static BsonDocument write(Deployment deployment) {
    var ref = deployment.primary().ref();
    return new Fields()
        .put("deployment_id", deployment.id().value())
        .put("resource_name", ref.name())
        .put("resource_type", legacyType(ref.kind().name()))
        .put("namespace", ref.namespace().orElse(deployment.namespace()))
        .put(MANIFEST, deployment.yaml())
        .put("created_at", date(deployment.createdAt()))
        .put("status", deployment.phase())
        .put(
            "deleted_at",
            deployment.deletedAt().map(DeploymentDocument::date).orElse(BsonNull.VALUE))
        .put(OURS, ours(deployment))
        .document();
  }

  private static String legacyType(String kind) {
    String type = kind.toLowerCase(Locale.ROOT);
    return LEGACY_TYPES.contains(type) ? type : "unknown";
  }

  private static BsonValue date(Instant at) {
    try {
      return new BsonDateTime(at.toEpochMilli());
    } catch (ArithmeticException beyond) {
      return new BsonDateTime(at.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE);
    }
  }

  /** Our part; without the manifest, which is the document's {@code yaml_content}. */
  static Fields ours(Deployment deployment) {
    var fields = new Fields();
    return searched(fields, deployment)
        .putIf(deployment.label(), label -> fields.put("label", label))
        .put("requested_namespace", deployment.namespace())
        .putAll(
            "resources",
            deployment.resources().stream()
                .map(one -> ResourceFields.write(one).document())
                .toList())
        .put("created_at", deployment.createdAt())
        .put("created_by", deployment.createdBy().name())
        .putIf(deployment.deletedAt(), at -> fields.put("deleted_at", at))
        .putIf(deployment.deletedBy(), by -> fields.put("deleted_by", by.name()))
        .putIf(deployment.failure(), why -> fields.put("failure", why))
        .putIf(deployment.lease(), lease -> fields.put("lease", LeaseFields.write(lease)))
        .putIf(
            deployment.idempotencyKey(),
            key -> fields.put("idempotency_key", key.key()).put("fingerprint", key.fingerprint()));
  }

  private static Fields searched(Fields fields, Deployment deployment) {
    String place = Cursor.of(deployment).text();
    return fields
        .put("id", deployment.id().value())
        .put("version", deployment.version())
        .put("state", deployment.state())
        .put("place", place)
        .put("phase", deployment.phase())
        .putIf(deployment.primary().ref().namespace(), name -> fields.put("namespace", name))
        .putAll(
            "keys",
            texts(deployment.resources().stream().map(one -> ResourceFields.key(one.ref()))))
        .putAll("uids", texts(deployment.resources().stream().flatMap(DeploymentDocument::uid)))
        .putIf(unfinished(deployment), yes -> fields.put("unfinished", place));
  }

  private static Stream<String> uid(DeployedResource resource) {
    return resource.uid().map(Uid::value).stream();
  }

  private static List<BsonString> texts(Stream<String> texts) {
    return texts.distinct().map(BsonString::new).toList();
  }

  private static Optional<Deployment> unfinished(Deployment deployment) {
    return Optional.of(deployment)
        .filter(
            one ->
                one.state() == DeploymentState.PENDING
                    || one.state() == DeploymentState.DELETING
                    || one.lease().isPresent());
  }

  /**
   * The deployment that this document holds.
   *
   * @throws RuntimeException of any kind where it is not as we write it
   */
  static Deployment read(BsonDocument document) {
    var ours = new Fields(document.getDocument(OURS));
    return new Deployment(
        new DeploymentId(ours.text("id")),
        ours.whole("version"),
        ours.word("state", DeploymentState.class),
        ours.maybe("label", ours::text),
        ours.text("requested_namespace"),
        ours.maybe("yaml", ours::text).orElseGet(() -> new Fields(document).text(MANIFEST)),
        ours.list("resources").stream().map(ResourceFields::read).toList(),
        ours.time("created_at"),
        new Caller(ours.text("created_by")),
        ours.maybe("deleted_at", ours::time),
        ours.maybe("deleted_by", ours::text).map(Caller::new),
        ours.maybe("failure", ours::text),
        ours.maybe("lease", ours::fields).map(LeaseFields::read),
        ours.maybe("idempotency_key", ours::text)
            .map(key -> new IdempotencyKey(key, ours.text("fingerprint"))));
  }

  /**
   * The deployment without what makes it large; the document may lack that.
   *
   * @throws RuntimeException of any kind where it is not as we write it
   */
  static Deployment readSlim(BsonDocument document) {
    return read(document.append(MANIFEST, new BsonString(""))).slim();
  }

  /** A document of ours as it is written now. */
  static BsonDocument writtenAt(Instant now, BsonDocument document) {
    BsonDocument written = document.clone();
    written.getDocument(OURS).put("changed_at", new BsonDateTime(now.toEpochMilli()));
    return written;
  }

  /** What of a document tells that it has changed. */
  static DeploymentStore.Change change(BsonDocument document) {
    var ours = new Fields(document.getDocument(OURS));
    return new DeploymentStore.Change(new DeploymentId(ours.text("id")), ours.whole("version"));
  }

  /** Where the document stands in the order of deployments, even if the rest can't be read. */
  static Cursor place(BsonDocument document) {
    return new Cursor(new Fields(document.getDocument(OURS)).text("place"));
  }

  /** Our part of a document of the old service, and its manifest fit to be answered. */
  static BsonDocument takenIn(Deployment legacy) {
    return ours(legacy).put("yaml", legacy.yaml()).document();
  }
}
