package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.manifest.Manifest;
import io.benchmarkdeployer.core.manifest.ManifestObject;
import io.benchmarkdeployer.core.model.DeployedResource.Action;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.model.Problem;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Workload;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.RejectedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Finds out what deploying a manifest would do, and everything that stands against it; changes
 * nothing.
 */
final class PlanDeployment {
  private final ClusterPort cluster;
  private final ReadManifest reader;
  private final Supplier<String> suffixes;

  PlanDeployment(ClusterPort cluster, ReadManifest reader, Supplier<String> suffixes) {
    this.cluster = cluster;
    this.reader = reader;
    this.suffixes = suffixes;
  }

  Plan run(DeploymentId id, DeployRequest request) {
    Manifest manifest = reader.toDeploy(request.yaml()).named(suffixes);
    ReadManifest.Resolved resolved = reader.resolve(manifest, request.namespace());
    List<Plan.Step> steps = new Draft(id, manifest, resolved.refs()).steps();
    return new Plan(id, resolved.namespace(), manifest.masked(), inOrder(steps));
  }

  private static List<Plan.Step> inOrder(List<Plan.Step> steps) {
    return steps.stream()
        .sorted(Comparator.comparing(step -> step.desired().ref().kind(), ApplyOrder.OF_KINDS))
        .toList();
  }

  /** What was found out about one object: what to do, or what stands against it. */
  private record Drafted(
      ManifestObject object,
      ResourceRef ref,
      Optional<Plan.Step> step,
      Optional<DeployerException> refusal) {}

  /** The steps under way, and what stands against them: all of it is told at once. */
  private final class Draft {
    private final DeploymentId id;
    private final Manifest manifest;
    private final List<ResourceRef> refs;
    private final List<Problem> conflicts = new ArrayList<>();
    private final List<Problem> refusals = new ArrayList<>();
    private final List<Problem> rejections = new ArrayList<>();

    Draft(DeploymentId id, Manifest manifest, List<ResourceRef> refs) {
      this.id = id;
      this.manifest = manifest;
      this.refs = refs;
    }

    List<Plan.Step> steps() {
      List<ManifestObject> objects = manifest.objects();
      List<Drafted> drafted =
          Together.map(
              IntStream.range(0, refs.size()).boxed().toList(),
              i -> draft(objects.get(i), refs.get(i)));
      drafted.forEach(this::noteRefusal);
      complain();
      return drafted.stream().map(Drafted::step).flatMap(Optional::stream).toList();
    }

    private Drafted draft(ManifestObject object, ResourceRef ref) {
      try {
        return new Drafted(object, ref, Optional.of(step(object, ref)), Optional.empty());
      } catch (ConflictException | RejectedException | ForbiddenException refusal) {
        return new Drafted(object, ref, Optional.empty(), Optional.of(refusal));
      }
    }

    private void noteRefusal(Drafted drafted) {
      switch (drafted.refusal().orElse(null)) {
        case ConflictException conflict -> note(conflicts, drafted, conflict.problems());
        case RejectedException rejected -> note(rejections, drafted, rejected.problems());
        case ForbiddenException forbidden -> note(refusals, drafted, forbidden.problems());
        case null, default -> {}
      }
    }

    private Plan.Step step(ManifestObject object, ResourceRef ref) {
      DesiredObject desired = desired(object, ref);
      Optional<LiveObject> live = cluster.find(ref);
      if (live.isPresent() && !Ownership.isOurs(live.get())) {
        throw new ConflictException(
            ref + " exists and was not deployed by this service: it is left as it is");
      }
      return new Plan.Step(desired, action(desired, live), live);
    }

    private DesiredObject desired(ManifestObject object, ResourceRef ref) {
      var placed =
          ref.namespace()
              .map(
                  namespace ->
                      object.content().withAt(Json.text(namespace), "metadata", "namespace"))
              .orElse(object.content());
      return new DesiredObject(ref, Ownership.mark(ref.kind(), placed, id));
    }

    private Action action(DesiredObject desired, Optional<LiveObject> live) {
      if (live.isEmpty()) {
        dryRunAsNew(desired);
        return Action.CREATE;
      }
      if (isOver(live.get())) {
        dryRunAsNew(desired);
        return Action.REPLACE;
      }
      return actionOnExisting(desired, live.get());
    }

    private boolean isOver(LiveObject live) {
      return live.terminating() || Workload.of(live).filter(Workload::isFinishedJob).isPresent();
    }

    /**
     * The cluster can't try what stands in a namespace, or is of a kind, that this manifest brings
     * itself.
     */
    private void dryRunAsNew(DesiredObject desired) {
      if (!bringsNamespaceOf(desired.ref())) {
        cluster.dryRun(desired, Optional.empty());
      }
    }

    private boolean bringsNamespaceOf(ResourceRef ref) {
      return refs.stream()
          .filter(other -> other.kind().sameResource(Kind.NAMESPACE))
          .anyMatch(other -> ref.namespace().equals(Optional.of(other.name())));
    }

    private Action actionOnExisting(DesiredObject desired, LiveObject live) {
      if (desired.ref().kind().isJob()) {
        return keepRunningJob(desired, live);
      }
      return cluster.dryRun(desired, Optional.of(live.uid())).changes()
          ? Action.CONFIGURE
          : Action.KEEP;
    }

    private Action keepRunningJob(DesiredObject desired, LiveObject live) {
      if (differs(desired, live)) {
        throw new ConflictException(
            desired.ref()
                + " runs and differs from what was sent: wait for its end, or delete it first");
      }
      return Action.KEEP;
    }

    /** A job's pod template can't be changed: the cluster's refusal of it says that it differs. */
    private boolean differs(DesiredObject desired, LiveObject live) {
      try {
        return cluster.dryRun(desired, Optional.of(live.uid())).changes();
      } catch (RejectedException immutable) {
        cluster.dryRun(desired, Optional.empty());
        return true;
      }
    }

    private void note(List<Problem> notes, Drafted drafted, List<Problem> details) {
      if (details.isEmpty()) {
        String words = drafted.refusal().map(Throwable::getMessage).orElse("");
        notes.add(drafted.object().problem("", said(drafted.ref(), words)));
      }
      for (Problem detail : details) {
        notes.add(drafted.object().problem(detail.path(), said(drafted.ref(), detail.text())));
      }
    }

    /** The cluster may quote a Secret's value where another object repeats it. */
    private String said(ResourceRef ref, String words) {
      String open = manifest.withoutSecrets(words);
      return open.startsWith(ref.toString()) ? open : ref + ": " + open;
    }

    private void complain() {
      if (!refusals.isEmpty()) {
        throw new ForbiddenException(summary("not allowed", refusals), refusals);
      }
      if (!rejections.isEmpty()) {
        throw new RejectedException(
            RejectedException.By.CLUSTER,
            summary("refused by the cluster", rejections),
            rejections);
      }
      if (!conflicts.isEmpty()) {
        throw new ConflictException(summary("in conflict with what exists", conflicts), conflicts);
      }
    }
  }

  private static String summary(String what, List<Problem> problems) {
    String more = problems.size() > 1 ? " (and %d more)".formatted(problems.size() - 1) : "";
    return "Nothing was changed; " + what + ": " + problems.getFirst().message() + more;
  }
}
