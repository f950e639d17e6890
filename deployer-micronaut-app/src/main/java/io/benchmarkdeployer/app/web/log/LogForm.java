package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.usecase.LogBatch;
import java.util.Optional;

/** How one kind of client is shown a log. What there is nothing to say of is no bytes. */
interface LogForm {
  byte[] NOTHING = new byte[0];

  /** What comes first, at once: whoever waits for the answer to begin sees that it does. */
  default byte[] opening() {
    return NOTHING;
  }

  byte[] batch(LogBatch batch);

  /** A sign of life. */
  default byte[] quiet() {
    return NOTHING;
  }

  default byte[] status(WorkloadStatus status) {
    return NOTHING;
  }

  byte[] end(CapturedLog log, Optional<WorkloadStatus> status);

  /** Why it ends before its end. */
  byte[] error(String detail);
}
