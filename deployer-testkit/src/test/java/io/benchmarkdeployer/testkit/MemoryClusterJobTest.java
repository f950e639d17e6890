package io.benchmarkdeployer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.manifest.Manifest;
import io.benchmarkdeployer.core.manifest.ManifestLimits;
import io.benchmarkdeployer.core.manifest.ManifestObject;
import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Workload;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryClusterJobTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2030-01-01T00:00:00Z"));
  private final MemoryCluster cluster = MemoryCluster.builder().clock(clock).build();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aJobRunsAndCompletes() throws Exception {
    cluster
        .scripts()
        .teachImage(
            "busybox", ContainerScript.printing("hello", "").thenWaiting(Duration.ofSeconds(60)));
    apply(job("restartPolicy: Never"));
    assertThat(status().phase()).isEqualTo(WorkloadPhase.PENDING);
    clock.advance(Duration.ofSeconds(1));
    assertThat(status().phase()).isEqualTo(WorkloadPhase.RUNNING);
    clock.advance(Duration.ofSeconds(60));
    assertThat(status().phase()).isEqualTo(WorkloadPhase.COMPLETED);
    try (var log = cluster.openLog(LogRequest.of("default", pods().getFirst().name(), "main"))) {
      assertThat(log.next().orElseThrow().text()).isEqualTo("hello");
      assertThat(log.next().orElseThrow().text()).isEmpty();
      assertThat(log.next()).isEmpty();
    }
  }

  @Test
  void aFailingJobBacksOff() {
    cluster.scripts().teachImage("busybox", ContainerScript.printing("hello").thenExiting(3));
    apply(job("restartPolicy: Never", "backoffLimit: 2"));
    clock.advance(Duration.ofSeconds(1));
    assertThat(status().failed()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(10));
    assertThat(status().failed()).isEqualTo(2);
    clock.advance(Duration.ofSeconds(20));
    assertThat(status().failed()).isEqualTo(3);
    assertThat(status().phase()).isEqualTo(WorkloadPhase.FAILED);
  }

  private WorkloadStatus status() {
    LiveObject job = cluster.find(ResourceRef.job("default", "bench")).orElseThrow();
    Workload workload = Workload.of(job).orElseThrow();
    return workload.status(workload.podsAmong(pods()));
  }

  private List<Pod> pods() {
    return cluster.list(Selector.of(Kind.POD)).stream().map(Pod::of).toList();
  }

  private LiveObject apply(String yaml) {
    ManifestObject object =
        ((Manifest) Manifest.read(yaml, ManifestLimits.DEFAULT)).objects().getFirst();
    return cluster.apply(
        new DesiredObject(object.reference(Optional.of("default")), object.content()),
        Optional.empty());
  }

  private static String job(String restart, String... spec) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: bench}
    spec:
      %s
      template:
        spec:
          %s
          containers:
          - {name: main, image: busybox}
    """
        .formatted(spec.length == 0 ? "parallelism: 1" : String.join("\n  ", spec), restart);
  }
}
