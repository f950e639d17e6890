package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.LogEntry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Some entries of a job's log, as they came. All who follow the log get the same batches where they
 * keep up, so that what they make of one ({@link #shared}) is made once.
 */
public final class LogBatch {
  private final List<LogEntry> entries;
  private final long last;
  private final Map<Rendering<?>, Object> renderings = new ConcurrentHashMap<>();

  /**
   * How one who follows shows a batch. Its identity is the key: one object for all that do alike.
   */
  @FunctionalInterface
  public interface Rendering<T> {
    T of(List<LogEntry> entries);
  }

  /**
   * Takes the list over.
   *
   * @param last the number up to which the log was looked at; beyond that of the last entry where
   *     entries were left out
   */
  LogBatch(List<LogEntry> entries, long last) {
    this.entries = entries;
    this.last = last;
  }

  /** In their order; may be none where a filter left all of them out. Never to be changed. */
  public List<LogEntry> entries() {
    return entries;
  }

  /** The number of its first entry. */
  long first() {
    return entries.getFirst().sequence();
  }

  /** How many bytes of the log it is. */
  long size() {
    return entries.stream().mapToLong(LogEntry::size).sum();
  }

  /** The cursor: whoever reads on after it misses nothing. */
  public long last() {
    return last;
  }

  /** The batch shown this way; computed once for all. The result is never to be changed. */
  @SuppressWarnings("unchecked") // Each rendering puts in only what it makes.
  public <T> T shared(Rendering<T> how) {
    return (T) renderings.computeIfAbsent(how, key -> key.of(entries));
  }
}
