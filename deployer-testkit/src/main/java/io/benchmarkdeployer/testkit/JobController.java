package io.benchmarkdeployer.testkit;

import static io.benchmarkdeployer.testkit.Values.object;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs jobs to their end (Kubernetes documentation, "Jobs"). */
final class JobController implements Controller, ObjectStore.Listener {
  private static final String SOURCE = "job-controller";
  private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(10);
  private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(6);
  private static final int MOST_DOUBLINGS = 6;

  private final ObjectStore store;
  private final Api api;
  private final Loop loop;
  private final Journal journal;
  private final ManagedPods pods;
  private final Map<Uid, JobTally> tallies = new HashMap<>();

  JobController(ObjectStore store, Api api, Loop loop, Journal journal, ManagedPods pods) {
    this.store = store;
    this.api = api;
    this.loop = loop;
    this.journal = journal;
    this.pods = pods;
  }

  @Override
  public boolean handles(Kind kind) {
    return kind.isJob();
  }

  /** What was counted for a job that is gone is not needed any more. */
  @Override
  public void changed(Optional<LiveObject> before, Optional<LiveObject> after) {
    if (after.isEmpty() && before.isPresent()) {
      tallies.remove(before.get().uid());
    }
  }

  @Override
  public void sync(LiveObject job) {
    if (job.terminating()) {
      return;
    }
    if (Workload.of(job).orElseThrow().isFinishedJob()) {
      expire(job);
      return;
    }
    new Sync(job).run();
  }

  private void expire(LiveObject job) {
    Optional<Instant> end =
        job.content()
            .longAt("spec", "ttlSecondsAfterFinished")
            .flatMap(seconds -> finishedAt(job).map(at -> at.plusSeconds(seconds)));
    if (end.isEmpty()) {
      return;
    }
    if (loop.now().isBefore(end.get())) {
      again(job, Duration.between(loop.now(), end.get()));
    } else {
      api.delete(job);
    }
  }

  private static Optional<Instant> finishedAt(LiveObject job) {
    return job.content().itemsAt("status", "conditions").stream()
        .filter(one -> !one.textAt("type").equals(Optional.of("Suspended")))
        .map(one -> one.textAt("lastTransitionTime"))
        .flatMap(Optional::stream)
        .map(Instant::parse)
        .findFirst();
  }

  private void again(LiveObject job, Duration delay) {
    Controllers.again(loop, store, this, job.uid(), delay);
  }

  private static Duration backOff(int failures) {
    Duration delay = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return delay.compareTo(LONGEST_BACK_OFF) < 0 ? delay : LONGEST_BACK_OFF;
  }

  /** One look at one job. */
  private final class Sync {
    private final LiveObject job;
    private final Json spec;
    private final JobTally tally;
    private final List<LiveObject> active = new ArrayList<>();
    private Json.Obj status;

    Sync(LiveObject job) {
      this.job = job;
      this.spec = job.content().objectAt("spec");
      this.status = job.content().objectAt("status");
      this.tally = tallies.computeIfAbsent(job.uid(), any -> new JobTally());
    }

    void run() {
      for (LiveObject pod : pods.of(job)) {
        if (ManagedPods.isActive(pod)) {
          active.add(pod);
        } else {
          tally.count(pod, loop.now());
        }
      }
      suspendOrResume();
      if (!isSuspended()) {
        proceed();
      }
      write();
    }

    private boolean isSuspended() {
      return spec.at("suspend").equals(Optional.of(new Json.Bool(true)));
    }

    private void suspendOrResume() {
      boolean was = condition("Suspended").filter(JobController::holds).isPresent();
      if (isSuspended() && !was) {
        deleteActive();
        status = status.without("startTime");
        setCondition(condition("Suspended", "True", "JobSuspended", "Job suspended"));
        journal.normal(SOURCE, job, "Suspended", "Job suspended");
      } else if (!isSuspended() && was) {
        setCondition(condition("Suspended", "False", "JobResumed", "Job resumed"));
        journal.normal(SOURCE, job, "Resumed", "Job resumed");
      }
    }

    private void proceed() {
      if (status.at("startTime").isEmpty()) {
        status = status.with("startTime", Values.time(loop.now()));
      }
      deadline().filter(Duration::isPositive).ifPresent(this::wakeIn);
      if (isPastBackOffLimit()) {
        fail("BackoffLimitExceeded", "Job has reached the specified backoff limit");
      } else if (deadline().filter(left -> !left.isPositive()).isPresent()) {
        fail("DeadlineExceeded", "Job was active longer than specified deadline");
      } else if (isComplete()) {
        complete();
      } else {
        keepParallelism();
      }
    }

    private Optional<Duration> deadline() {
      Instant start = Instant.parse(status.textAt("startTime").orElseThrow());
      return spec.longAt("activeDeadlineSeconds")
          .map(seconds -> Duration.between(loop.now(), start.plusSeconds(seconds)));
    }

    private boolean isPastBackOffLimit() {
      long limit = spec.longAt("backoffLimit").orElse(6L);
      boolean restarts =
          spec.textAt("template", "spec", "restartPolicy").filter("OnFailure"::equals).isPresent();
      if (restarts) {
        long count = active.stream().mapToLong(JobController::restarts).sum();
        return limit == 0 ? count > 0 : count >= limit;
      }
      return tally.failed() > limit;
    }

    private boolean isComplete() {
      return spec.longAt("completions")
          .map(wanted -> tally.succeeded() >= wanted)
          .orElse(tally.succeeded() > 0 && active.isEmpty());
    }

    private void keepParallelism() {
      long wanted = wantedActive();
      for (long i = active.size(); i > wanted; i--) {
        LiveObject newest = active.removeLast();
        pods.delete(job, SOURCE, newest);
      }
      Duration pause = tally.pauseUntil(JobController::backOff, loop.now());
      if (active.size() < wanted && pause.isPositive()) {
        wakeIn(pause);
        return;
      }
      while (active.size() < wanted) {
        if (!pods.create(job, SOURCE)) {
          again(job, FIRST_BACK_OFF);
          return;
        }
        refreshActive();
      }
    }

    private void wakeIn(Duration delay) {
      if (tally.wakesFirst(loop.now().plus(delay))) {
        again(job, delay);
      }
    }

    private void refreshActive() {
      active.clear();
      pods.of(job).stream().filter(ManagedPods::isActive).forEach(active::add);
    }

    private long wantedActive() {
      long parallelism = spec.longAt("parallelism").orElse(1L);
      Optional<Long> completions = spec.longAt("completions");
      if (completions.isEmpty()) {
        return tally.succeeded() > 0 ? active.size() : parallelism;
      }
      return Math.min(parallelism, completions.get() - tally.succeeded());
    }

    private void complete() {
      deleteActive();
      setCondition(condition("Complete", "True", "", ""));
      status = status.with("completionTime", Values.time(loop.now()));
      journal.normal(SOURCE, job, "Completed", "Job completed");
    }

    private void fail(String reason, String message) {
      tally.abandon(active.size());
      deleteActive();
      setCondition(condition("Failed", "True", reason, message));
      journal.warning(SOURCE, job, reason, message);
    }

    private void deleteActive() {
      active.forEach(pod -> pods.delete(job, SOURCE, pod));
      active.clear();
    }

    private void write() {
      status = counted("active", active.size());
      status = counted("succeeded", tally.succeeded());
      status = counted("failed", tally.failed());
      // The pods that were just made have changed nothing of the job itself.
      store.find(job.uid()).ifPresent(live -> api.put(live, live.content().with("status", status)));
    }

    private Json.Obj counted(String field, int number) {
      return number == 0 ? status.without(field) : status.with(field, Json.number(number));
    }

    private Optional<Json> condition(String type) {
      return status.itemsAt("conditions").stream()
          .filter(one -> one.textAt("type").equals(Optional.of(type)))
          .findFirst();
    }

    private Json.Obj condition(String type, String holds, String reason, String message) {
      return object(
          "lastProbeTime", loop.now(),
          "lastTransitionTime", loop.now(),
          "message", Optional.of(message).filter(text -> !text.isEmpty()),
          "reason", Optional.of(reason).filter(text -> !text.isEmpty()),
          "status", holds,
          "type", type);
    }

    private void setCondition(Json.Obj condition) {
      var conditions = new ArrayList<>(status.itemsAt("conditions"));
      conditions.removeIf(one -> one.textAt("type").equals(condition.textAt("type")));
      conditions.add(condition);
      status = status.with("conditions", Values.list(conditions));
    }
  }

  private static boolean holds(Json condition) {
    return condition.textAt("status").equals(Optional.of("True"));
  }

  private static long restarts(LiveObject pod) {
    return List.of("initContainerStatuses", "containerStatuses").stream()
        .flatMap(list -> pod.content().itemsAt("status", list).stream())
        .mapToLong(status -> status.longAt("restartCount").orElse(0L))
        .sum();
  }
}
