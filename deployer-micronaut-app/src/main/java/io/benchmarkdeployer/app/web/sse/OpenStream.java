package io.benchmarkdeployer.app.web.sse;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

/** An answer that is under way. */
final class OpenStream {
  private static final System.Logger LOG = System.getLogger(OpenStream.class.getName());

  private final StreamSource source;
  private final Chunk greeting;
  private final Chunk ping;
  private final Duration heartbeat;
  private final Consumer<OpenStream> onEnd;
  private volatile boolean ended;

  OpenStream(
      StreamSource source,
      Chunk greeting,
      Chunk ping,
      Duration heartbeat,
      Consumer<OpenStream> onEnd) {
    this.source = source;
    this.greeting = greeting;
    this.ping = ping;
    this.heartbeat = heartbeat;
    this.onEnd = onEnd;
  }

  /**
   * The bytes, for one subscriber. It pulls on another thread than its subscriber's, so that a
   * source may wait. Its cancellation closes the source at once: the thread that pulls may wait in
   * it.
   */
  Publisher<byte[]> publisher(Scheduler threads) {
    return Flux.<byte[], Boolean>generate(() -> false, this::give, began -> end())
        .subscribeOn(threads)
        .doOnCancel(this::end);
  }

  private Boolean give(Boolean began, SynchronousSink<byte[]> sink) {
    if (!began && !greeting.isEmpty()) {
      sink.next(greeting.bytes());
    } else {
      pull(sink);
    }
    return true;
  }

  // Whatever goes wrong in the source is to break the answer off, not to hang it.
  @SuppressWarnings("CatchingUnchecked")
  private void pull(SynchronousSink<byte[]> sink) {
    try {
      give(next(), sink);
    } catch (InterruptedException left) {
      Thread.currentThread().interrupt();
      sink.complete();
    } catch (RuntimeException wrong) {
      breakOff(wrong, sink);
    }
  }

  private StreamSource.Part next() throws InterruptedException {
    StreamSource.Part part = source.next(heartbeat);
    while (part instanceof StreamSource.Part.Quiet && ping.isEmpty()) {
      part = source.next(heartbeat);
    }
    return part;
  }

  private void give(StreamSource.Part part, SynchronousSink<byte[]> sink) {
    switch (part) {
      case Chunk chunk -> sink.next(chunk.bytes());
      case StreamSource.Part.Quiet quiet -> sink.next(ping.bytes());
      case StreamSource.Part.End end -> sink.complete();
    }
  }

  /** Whoever has left can't be told. */
  private void breakOff(RuntimeException wrong, SynchronousSink<byte[]> sink) {
    if (ended) {
      sink.complete();
    } else {
      LOG.log(Level.WARNING, "a stream breaks off", wrong);
      sink.error(wrong);
    }
  }

  /** Idempotent. */
  void end() {
    ended = true;
    source.close();
    onEnd.accept(this);
  }
}
