package io.benchmarkdeployer.app.web.system;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;

/** Knows that the service stops, before all else does: whoever asks is to be sent elsewhere. */
@Singleton
final class Stopping implements ApplicationEventListener<ShutdownEvent>, Ordered {
  private volatile boolean isUnderWay;

  boolean isUnderWay() {
    return isUnderWay;
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public void onApplicationEvent(ShutdownEvent event) {
    isUnderWay = true;
  }
}
