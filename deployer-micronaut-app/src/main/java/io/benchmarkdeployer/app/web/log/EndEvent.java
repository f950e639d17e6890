package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.app.web.LogView;
import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;

/** All was told, and how well the log was kept. */
@Serdeable
@Schema(hidden = true)
record EndEvent(
    Optional<String> status, boolean sealed, boolean whole, List<LogView.CaptureView> captures) {

  static EndEvent from(CapturedLog log, Optional<WorkloadStatus> status) {
    LogView view = LogView.from(log);
    return new EndEvent(
        status.map(WorkloadStatus::phase).or(log::outcome).map(WorkloadPhase::wireName),
        view.sealed(),
        view.whole(),
        view.captures());
  }
}
