package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.app.web.sse.ByteSink;
import io.benchmarkdeployer.app.web.sse.StreamBody.Pace;
import io.benchmarkdeployer.core.usecase.LogFollower;
import io.benchmarkdeployer.core.usecase.LogFollower.Part;
import java.time.Duration;

/** Brings a log from its follower to a sink, in the form that its client wants. */
final class LogTransfer {
  private final LogFollower follower;
  private final LogForm form;
  private final Pace pace;
  private final ByteSink sink;

  // Something waits in the sink.
  private boolean holds;
  private long sentAt = System.nanoTime();
  private boolean hasEnded;

  LogTransfer(LogFollower follower, LogForm form, Pace pace, ByteSink sink) {
    this.follower = follower;
    this.form = form;
    this.pace = pace;
    this.sink = sink;
  }

  /**
   * Until there is no more, or no more is wanted.
   *
   * @return whether all was told
   */
  boolean run() throws InterruptedException {
    boolean goesOn = sink.take(form.opening()) && sink.flush();
    while (goesOn) {
      goesOn = step();
    }
    return hasEnded;
  }

  /** What comes in quick succession is sent together. */
  private boolean step() throws InterruptedException {
    return switch (follower.next(holds ? Duration.ZERO : pace.heartbeat())) {
      case Part.Entries entries -> hold(form.batch(entries.batch()));
      case Part.Status now -> hold(form.status(now.status()));
      case Part.Quiet quiet -> rest();
      case Part.End end -> {
        hasEnded = true;
        if (sink.take(form.end(end.log(), end.status()))) {
          sink.finish();
        }
        yield false;
      }
      case Part.Closed closed -> {
        sink.flush();
        yield false;
      }
    };
  }

  private boolean hold(byte[] bytes) throws InterruptedException {
    holds |= bytes.length > 0;
    return bytes.length == 0 || sink.take(bytes);
  }

  private boolean rest() throws InterruptedException {
    if (!holds) {
      return sink.take(form.quiet()) && send();
    }
    Duration left = pace.pause().get().minusNanos(System.nanoTime() - sentAt);
    if (left.isPositive()) {
      Thread.sleep(left);
      return true;
    }
    return send();
  }

  private boolean send() throws InterruptedException {
    holds = false;
    sentAt = System.nanoTime();
    return sink.flush();
  }
}
