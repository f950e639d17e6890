package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.LogCapture;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.usecase.LogBatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The newest gap of each container that one reader was told of: where that is the loss of its end,
 * it is not to be told again. One thread.
 */
final class ToldGaps {
  /** The same for all who read a batch: most have none. */
  private static final LogBatch.Rendering<List<LogEntry.Gap>> GAPS =
      entries ->
          entries.stream()
              .filter(LogEntry.Gap.class::isInstance)
              .map(LogEntry.Gap.class::cast)
              .toList();

  private final SequencedMap<LogSource, String> reasons = new LinkedHashMap<>();

  void note(LogBatch batch) {
    batch.shared(GAPS).forEach(this::note);
  }

  private void note(LogEntry.Gap gap) {
    reasons.putLast(gap.source(), gap.why());
    if (reasons.size() > CapturedLog.MOST_CAPTURES) {
      reasons.pollFirstEntry();
    }
  }

  boolean tell(LogCapture lost) {
    return lost.why().equals(reasons.get(lost.source()));
  }
}
