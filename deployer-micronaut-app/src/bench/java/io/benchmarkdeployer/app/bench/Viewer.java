package io.benchmarkdeployer.app.bench;

import java.io.IOException;

/**
 * Follows a log of {@link PrintedLine}s as events and sees to it that none is missing or comes
 * twice. One thread at a time.
 */
final class Viewer implements EventReader.Listener {
  private final EventReader reader = new EventReader(this);
  private final long timedFrom;
  private final int every;
  private final Latencies delays;
  private long lines;
  private boolean ended;
  private long now;
  private long firstAt;
  private long lastAt;

  /**
   * One that notes delays.
   *
   * @param timedFrom so many lines come before the first whose delay is noted
   * @param every of so many lines one's delay
   */
  Viewer(long timedFrom, int every, Latencies delays) {
    this.timedFrom = timedFrom;
    this.every = every;
    this.delays = delays;
  }

  /** One that counts alone. */
  Viewer() {
    this(Long.MAX_VALUE, 1, new Latencies(0));
  }

  void read(EventReader.Desk desk) throws IOException {
    now = PrintedLine.now();
    reader.read(desk);
  }

  @Override
  public void line(long id, byte[] bytes, int text) throws IOException {
    long number = PrintedLine.number(bytes, text) - PrintedLine.FIRST;
    if (id != lines + 1 || number != lines) {
      throw new IOException("after %d lines comes event %d, line %d".formatted(lines, id, number));
    }
    firstAt = lines == 0 ? now : firstAt;
    lastAt = now;
    lines++;
    if (lines > timedFrom && lines % every == 0) {
      delays.add(now - PrintedLine.time(bytes, text));
    }
  }

  @Override
  public void other(String event) throws IOException {
    if (event.contains("event: end\n")) {
      ended = true;
    } else if (!event.contains("event: status\n") && event.contains("event: ")) {
      throw new IOException("a log with something missing: " + event.strip());
    }
  }

  long lines() {
    return lines;
  }

  boolean hasEnded() {
    return ended;
  }

  /** Lines in a second, from the first to the last. */
  double rate() {
    return lines * 1e9 / Math.max(1, lastAt - firstAt);
  }
}
