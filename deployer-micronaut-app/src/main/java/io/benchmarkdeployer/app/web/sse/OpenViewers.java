package io.benchmarkdeployer.app.web.sse;

import io.benchmarkdeployer.app.wiring.StopRequested;
import io.benchmarkdeployer.core.port.LimitException;
import io.micronaut.context.event.ApplicationEventListener;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All who are being sent something. When the service stops those whose answers go on are let go, or
 * they would hold the stop; a client resumes elsewhere from its cursor. The others get a while to
 * come to their end.
 */
@Singleton
final class OpenViewers implements ApplicationEventListener<StopRequested> {
  /** What it costs to send one a piece, roughly. */
  private static final Duration COST = Duration.ofNanos(20_000);

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
  private static final int FEW = 50;

  /** What has an end may still come to it in this time when the service stops. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Duration grace;
  private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
  private volatile boolean isStopping;

  @Inject
  OpenViewers() {
    this(GRACE);
  }

  OpenViewers(Duration grace) {
    this.grace = grace;
  }

  /**
   * Lets one more in.
   *
   * @throws LimitException where there are as many of this kind as may be
   */
  void refuseMore(StreamBody.Bound bound) {
    if (viewers.stream().filter(viewer -> viewer.isUnder(bound)).count() >= bound.most()) {
      throw new LimitException(LimitException.Limit.COUNT, bound.words().formatted(bound.most()));
    }
  }

  void enter(Viewer viewer) {
    viewers.add(viewer);
    if (isStopping) {
      stop(viewer);
    }
  }

  private void stop(Viewer viewer) {
    if (viewer.isLive()) {
      viewer.stop();
    } else {
      viewer.endWithin(grace);
    }
  }

  void leave(Viewer viewer) {
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
    viewers.forEach(this::stop);
  }
}
