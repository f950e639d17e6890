package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.app.wiring.StopRequested;
import io.benchmarkdeployer.core.port.LimitException;
import io.micronaut.context.event.ApplicationEventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All who are being sent a log. When the service stops those who follow one are let go, or they
 * would hold the stop; a client resumes elsewhere from its cursor.
 */
@Singleton
final class OpenViewers implements ApplicationEventListener<StopRequested> {
  /** What it costs to send one a piece, roughly. */
  private static final Duration COST = Duration.ofNanos(20_000);

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
  private static final int FEW = 50;

  /** A client that takes nothing holds some hundred KiB. */
  private static final int MOST = 2_000;

  private final Set<LogViewer> viewers = ConcurrentHashMap.newKeySet();
  private volatile boolean isStopping;

  /**
   * Lets one more in.
   *
   * @throws LimitException where as many are sent a log as may be
   */
  void refuseMore() {
    if (viewers.size() >= MOST) {
      throw new LimitException(
          LimitException.Limit.COUNT,
          "%d logs are being sent already: close one of them".formatted(MOST));
    }
  }

  void enter(LogViewer viewer) {
    viewers.add(viewer);
    if (isStopping && viewer.isLive()) {
      viewer.stop();
    }
  }

  void leave(LogViewer viewer) {
    viewers.remove(viewer);
  }

  int count() {
    return viewers.size();
  }

  /**
   * How long to gather what comes before it is sent: many get larger pieces and fewer of them, so
   * that the work for all stays within one processor.
   */
  Duration pause() {
    int count = viewers.size();
    Duration all = COST.multipliedBy(count);
    return count < FEW ? Duration.ZERO : all.compareTo(LONGEST_PAUSE) < 0 ? all : LONGEST_PAUSE;
  }

  @Override
  public void onApplicationEvent(StopRequested event) {
    isStopping = true;
    viewers.stream().filter(LogViewer::isLive).forEach(LogViewer::stop);
  }
}
