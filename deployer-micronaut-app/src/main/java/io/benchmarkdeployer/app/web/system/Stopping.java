package io.benchmarkdeployer.app.web.system;

import io.benchmarkdeployer.app.wiring.StopRequested;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;

/** Knows that the service stops, before all else does: whoever asks is to be sent elsewhere. */
@Singleton
final class Stopping implements ApplicationEventListener<StopRequested>, Ordered {
  private volatile boolean isUnderWay;

  boolean isUnderWay() {
    return isUnderWay;
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public void onApplicationEvent(StopRequested event) {
    isUnderWay = true;
  }
}
