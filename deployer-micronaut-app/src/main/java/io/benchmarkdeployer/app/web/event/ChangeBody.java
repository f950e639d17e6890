package io.benchmarkdeployer.app.web.event;

import io.benchmarkdeployer.app.web.sse.ByteSink;
import io.benchmarkdeployer.app.web.sse.EventText;
import io.benchmarkdeployer.app.web.sse.StreamBody;
import io.benchmarkdeployer.core.usecase.ChangeFollower;
import java.util.Optional;

/** The changes of deployments as server-sent events. */
final class ChangeBody implements StreamBody {
  static final Bound BOUND =
      new Bound(5_000, "%d streams of events are open already: close one of them");

  private final ChangeFollower follower;
  private final ChangeEvents events;

  /** Takes the follower over. */
  ChangeBody(ChangeFollower follower, ChangeEvents events) {
    this.follower = follower;
    this.events = events;
  }

  @Override
  public Bound bound() {
    return BOUND;
  }

  @Override
  public boolean isLive() {
    return true;
  }

  @Override
  public boolean write(ByteSink sink, Pace pace) throws InterruptedException {
    boolean goesOn = send(EventText.opening(), sink);
    while (goesOn) {
      goesOn =
          switch (follower.next(pace.heartbeat())) {
            case ChangeFollower.Part.Changed changed -> send(events.of(changed.change()), sink);
            case ChangeFollower.Part.Reset reset ->
                send(new EventText().event(reset.cursor(), "reset", "{}").bytes(), sink);
            case ChangeFollower.Part.Quiet quiet -> send(EventText.ping(), sink);
            case ChangeFollower.Part.Closed closed -> false;
          };
    }
    return true;
  }

  private static boolean send(byte[] event, ByteSink sink) throws InterruptedException {
    return sink.take(event) && sink.flush();
  }

  /** Its client comes back with its cursor. */
  @Override
  public Optional<byte[]> lastWords(String why) {
    return Optional.empty();
  }

  @Override
  public void close() {
    follower.close();
  }
}
