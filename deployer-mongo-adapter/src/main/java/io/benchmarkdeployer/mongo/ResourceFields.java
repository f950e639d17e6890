package io.benchmarkdeployer.mongo;

import io.benchmarkdeployer.core.model.Cause;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;

/** One resource of a deployment as it is written. */
final class ResourceFields {
  private ResourceFields() {}

  /** The same for every version of the object's group. */
  static String key(ResourceRef ref) {
    return String.join(
        "|", ref.kind().group(), ref.kind().name(), ref.namespace().orElse(""), ref.name());
  }

  static Fields write(ResourceRef ref) {
    var fields = new Fields();
    return fields
        .put("api_version", ref.kind().apiVersion())
        .put("kind", ref.kind().name())
        .putIf(ref.namespace(), namespace -> fields.put("namespace", namespace))
        .put("name", ref.name());
  }

  static Fields write(DeployedResource resource) {
    Fields fields = write(resource.ref());
    return fields
        .put("action", resource.action())
        .put("outcome", resource.outcome())
        .putIf(resource.uid(), uid -> fields.put("uid", uid.value()))
        .putIf(resource.reason(), reason -> fields.put("reason", reason))
        .putIf(resource.before(), before -> fields.put("before", BsonTree.write(before)))
        .putIf(resource.status(), status -> fields.put("status", write(status)));
  }

  static DeployedResource read(Fields fields) {
    return new DeployedResource(
        ref(fields),
        fields.word("action", DeployedResource.Action.class),
        fields.word("outcome", DeployedResource.Outcome.class),
        fields.maybe("uid", fields::text).map(Uid::new),
        fields.maybe("reason", fields::text),
        fields.maybe("before", name -> BsonTree.read(fields.document().getBinary(name))),
        fields.maybe("status", fields::fields).map(ResourceFields::status));
  }

  static ResourceRef ref(Fields fields) {
    return new ResourceRef(
        new Kind(fields.text("api_version"), fields.text("kind")),
        fields.maybe("namespace", fields::text),
        fields.text("name"));
  }

  private static Fields write(WorkloadStatus status) {
    var fields = new Fields();
    return fields
        .put("phase", status.phase())
        .put("active", status.active())
        .put("succeeded", status.succeeded())
        .put("failed", status.failed())
        .putIf(status.startedAt(), at -> fields.put("started_at", at))
        .putIf(status.finishedAt(), at -> fields.put("finished_at", at))
        .putIf(status.cause(), cause -> fields.put("cause", write(cause)));
  }

  private static WorkloadStatus status(Fields fields) {
    return new WorkloadStatus(
        fields.word("phase", WorkloadPhase.class),
        fields.number("active"),
        fields.number("succeeded"),
        fields.number("failed"),
        fields.maybe("started_at", fields::time),
        fields.maybe("finished_at", fields::time),
        fields.maybe("cause", fields::fields).map(ResourceFields::cause));
  }

  private static Fields write(Cause cause) {
    var fields = new Fields();
    return fields
        .put("type", cause.type())
        .put("message", cause.message())
        .putIf(cause.pod(), pod -> fields.put("pod", pod))
        .putIf(cause.container(), container -> fields.put("container", container))
        .putIf(cause.exitCode(), code -> fields.put("exit_code", code));
  }

  private static Cause cause(Fields fields) {
    return new Cause(
        fields.word("type", Cause.Type.class),
        fields.text("message"),
        fields.maybe("pod", fields::text),
        fields.maybe("container", fields::text),
        fields.maybe("exit_code", fields::number));
  }
}
