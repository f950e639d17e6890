package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.port.LogLine;
import java.util.List;

/**
 * Lines of a job's log, by the time at which the cluster took them.
 *
 * @param cut whether older lines were left out because of the bound, not because of the asked-for
 *     tail
 */
public record JobLog(List<Entry> entries, boolean cut) {
  /** Of a job that has printed nothing. */
  public static final JobLog NONE = new JobLog(List.of(), false);

  public JobLog {
    entries = List.copyOf(entries);
  }

  /** A line and where it was printed. */
  public record Entry(String pod, String container, LogLine line) {}
}
