package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.app.web.CauseView;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Optional;

/** The job's status has changed; the fields are those of its status answer. */
@Serdeable
@Schema(hidden = true)
record StatusEvent(
    String status,
    String phase,
    Optional<Instant> startTime,
    Optional<Instant> completionTime,
    int activePods,
    int succeededPods,
    int failedPods,
    Optional<CauseView> cause) {

  static StatusEvent from(WorkloadStatus status) {
    String word = status.phase().wireName();
    return new StatusEvent(
        word,
        Character.toUpperCase(word.charAt(0)) + word.substring(1),
        status.startedAt(),
        status.finishedAt(),
        status.active(),
        status.succeeded(),
        status.failed(),
        status.cause().map(CauseView::from));
  }
}
