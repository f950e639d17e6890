package io.benchmarkdeployer.app.web.event;

import io.benchmarkdeployer.app.web.sse.EventText;
import io.benchmarkdeployer.app.web.sse.StreamSource;
import io.benchmarkdeployer.core.usecase.ChangeFollower;
import java.time.Duration;

/** The changes of deployments as server-sent events. */
final class ChangeSource implements StreamSource {
  private final ChangeFollower follower;
  private final ChangeEvents events;

  /** Takes the follower over. */
  ChangeSource(ChangeFollower follower, ChangeEvents events) {
    this.follower = follower;
    this.events = events;
  }

  @Override
  public Part next(Duration atMost) throws InterruptedException {
    return switch (follower.next(atMost)) {
      case ChangeFollower.Part.Changed changed -> events.of(changed.change());
      case ChangeFollower.Part.Reset reset ->
          new EventText().event(reset.cursor(), "reset", "{}").chunk();
      case ChangeFollower.Part.Quiet quiet -> new Part.Quiet();
      case ChangeFollower.Part.Closed closed -> new Part.End();
    };
  }

  @Override
  public void close() {
    follower.close();
  }
}
