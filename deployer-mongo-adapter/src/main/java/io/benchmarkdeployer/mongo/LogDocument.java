package io.benchmarkdeployer.mongo;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.LogCapture;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.SecretVersion;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonDocument;

/** The record of a job's log as a document: the UID of the job is the {@value #ID}. */
final class LogDocument {
  static final String ID = "_id";
  static final String VERSION = "version";
  static final String NAMESPACE = "job.namespace";
  static final String NAME = "job.name";
  static final String HOLDER = "lease." + LeaseFields.HOLDER;
  static final String UNTIL = "lease." + LeaseFields.UNTIL;

  /** Where it stands in the order of logs, by {@code createdAt}, then job. */
  static final String PLACE = "place";

  /** Its place in the order of logs, of one that is not sealed only. */
  static final String OPEN = "open";

  /** Until when it is kept, as {@link #sortable}; of one that is sealed and not pinned only. */
  static final String EXPIRES = "expires";

  static final List<Index> INDEXES =
      List.of(Index.newestFirst(NAME, PLACE), Index.sparse(OPEN), Index.sparse(EXPIRES));

  private LogDocument() {}

  /** A time as text whose order, character by character, is that of time. */
  static String sortable(Instant time) {
    return SessionDocument.sortable(time);
  }

  static BsonDocument write(CapturedLog log) {
    var fields = searched(log);
    return fields
        .put("job", ResourceFields.write(log.ref()))
        .put("deployment", log.deployment().value())
        .putIf(log.lease(), lease -> fields.put("lease", LeaseFields.write(lease)))
        .put("fence", log.fence())
        .putAll("captures", log.captures().stream().map(LogDocument::write).toList())
        .putIf(log.secrets(), secrets -> fields.putAll("secrets", write(secrets)))
        .put("created_at", log.createdAt())
        .putIf(log.sealedAt(), at -> fields.put("sealed_at", at))
        .putIf(log.outcome(), outcome -> fields.put("outcome", outcome))
        .putIf(log.keepUntil(), until -> fields.put("keep_until", until))
        .put("pinned", log.pinned())
        .document();
  }

  private static Fields searched(CapturedLog log) {
    String place = sortable(log.createdAt()) + "_" + log.job();
    Optional<CapturedLog> open = Optional.of(log).filter(one -> !one.isSealed());
    Optional<Instant> expires =
        log.keepUntil().filter(until -> log.isSealed()).filter(until -> !log.pinned());
    var fields = new Fields();
    return fields
        .put(ID, log.job().value())
        .put(VERSION, log.version())
        .put(PLACE, place)
        .putIf(open, one -> fields.put(OPEN, place))
        .putIf(expires, until -> fields.put(EXPIRES, sortable(until)));
  }

  private static BsonDocument write(LogCapture capture) {
    LogSource source = capture.source();
    var fields =
        new Fields()
            .put("pod", source.pod())
            .put("pod_uid", source.podUid().value())
            .put("container", source.container())
            .put("attempt", source.attempt())
            .put("state", capture.state())
            .put("why", capture.why());
    capture.exitCode().ifPresent(code -> fields.put("exit_code", code));
    return fields.document();
  }

  private static List<BsonDocument> write(Collection<SecretVersion> secrets) {
    return secrets.stream()
        .sorted(Comparator.comparing(secret -> secret.ref().toString()))
        .map(LogDocument::write)
        .toList();
  }

  private static BsonDocument write(SecretVersion secret) {
    return ResourceFields.write(secret.ref())
        .put("uid", secret.uid().value())
        .put("version", secret.version())
        .document();
  }

  /**
   * The record that this document holds.
   *
   * @throws RuntimeException of any kind where it is not as we write it
   */
  static CapturedLog read(BsonDocument document) {
    var fields = new Fields(document);
    return new CapturedLog(
        new Uid(fields.text(ID)),
        ResourceFields.ref(fields.fields("job")),
        new DeploymentId(fields.text("deployment")),
        fields.whole(VERSION),
        fields.maybe("lease", fields::fields).map(LeaseFields::read),
        fields.whole("fence"),
        fields.list("captures").stream().map(LogDocument::capture).toList(),
        fields.maybe("secrets", fields::list).map(LogDocument::secrets),
        fields.time("created_at"),
        fields.maybe("sealed_at", fields::time),
        fields.maybe("outcome", name -> fields.word(name, WorkloadPhase.class)),
        fields.maybe("keep_until", fields::time),
        fields.flag("pinned"));
  }

  private static LogCapture capture(Fields fields) {
    return new LogCapture(
        new LogSource(
            fields.text("pod"),
            new Uid(fields.text("pod_uid")),
            fields.text("container"),
            fields.number("attempt")),
        fields.word("state", LogCapture.State.class),
        fields.text("why"),
        fields.maybe("exit_code", fields::number).map(OptionalInt::of).orElse(OptionalInt.empty()));
  }

  private static Set<SecretVersion> secrets(List<Fields> secrets) {
    return secrets.stream().map(LogDocument::secret).collect(Collectors.toSet());
  }

  private static SecretVersion secret(Fields fields) {
    return new SecretVersion(
        ResourceFields.ref(fields), new Uid(fields.text("uid")), fields.text("version"));
  }
}
