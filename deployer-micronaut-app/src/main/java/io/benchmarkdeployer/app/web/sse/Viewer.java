package io.benchmarkdeployer.app.web.sse;

import io.benchmarkdeployer.core.port.DeployerException;
import io.micronaut.core.io.buffer.ReadBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client who is sent something, on a virtual thread of its own: it writes the body, and waits
 * for the client to take the piece before. The server subscribes once.
 */
final class Viewer implements Publisher<ReadBuffer>, Subscription, ByteSink {
  private static final Logger LOG = LoggerFactory.getLogger(Viewer.class);

  /** The server holds two or three of them for a client that takes nothing. */
  private static final int PIECE = 64 << 10;

  private static final int MOST_PARTS = 256;

  private final StreamBody body;
  private final Function<ByteBuf, ReadBuffer> wrapping;
  private final OpenViewers viewers;
  private final StreamBody.Pace pace;
  private final Duration patience;
  private final Runnable cut;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long demand;
  private boolean isGone;
  private boolean isStopping;
  private Optional<Long> endsAt = Optional.empty();

  // The viewer's own thread alone.
  private Optional<Subscriber<? super ReadBuffer>> subscriber = Optional.empty();
  private CompositeByteBuf waiting = none();

  /**
   * Nothing happens before somebody subscribes.
   *
   * @param heartbeat after so long a silence a sign of life is sent
   * @param patience how long the client may take nothing
   * @param cut closes the connection without a word
   */
  Viewer(
      StreamBody body,
      Function<ByteBuf, ReadBuffer> wrapping,
      OpenViewers viewers,
      Duration heartbeat,
      Duration patience,
      Runnable cut) {
    this.body = body;
    this.wrapping = wrapping;
    this.viewers = viewers;
    this.pace = new StreamBody.Pace(heartbeat, viewers::pause);
    this.patience = patience;
    this.cut = cut;
  }

  private static CompositeByteBuf none() {
    return Unpooled.compositeBuffer(MOST_PARTS);
  }

  // What the server asks for, on its own threads.

  @Override
  public void subscribe(Subscriber<? super ReadBuffer> server) {
    subscriber = Optional.of(server);
    server.onSubscribe(this);
    Thread.ofVirtual().name("stream-viewer").start(() -> stay(server));
  }

  @Override
  public void request(long more) {
    change(() -> demand = demand + more < 0 ? Long.MAX_VALUE : demand + more);
  }

  /** The client is gone, or the server wants no more for other reasons. */
  @Override
  public void cancel() {
    change(() -> isGone = true);
    body.close();
  }

  /** The service stops: what was pulled is still sent where the client takes it at once. */
  void stop() {
    change(() -> isStopping = true);
    body.close();
  }

  /** The service stops: so long it may still go on, then the client is cut off. */
  void endWithin(Duration grace) {
    change(() -> endsAt = Optional.of(System.nanoTime() + grace.toNanos()));
  }

  boolean isLive() {
    return body.isLive();
  }

  boolean isUnder(StreamBody.Bound bound) {
    return body.bound().equals(bound);
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // What is sent, on the viewer's own thread.

  private void stay(Subscriber<? super ReadBuffer> server) {
    viewers.enter(this);
    try {
      if (isShown()) {
        server.onComplete();
      } else {
        cut.run();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      cut.run();
    } finally {
      body.close();
      viewers.leave(this);
      waiting.release();
    }
  }

  /** Whether the client got what it asked for, or was told why not. */
  // Nobody else would hear of it.
  @SuppressWarnings("CatchingUnchecked")
  private boolean isShown() throws InterruptedException {
    try {
      return body.write(this, pace) && isTaken();
    } catch (DeployerException error) {
      LOG.debug("a stream's viewer can't go on", error);
      return isTold(String.valueOf(error.getMessage()));
    } catch (RuntimeException | Error bug) {
      LOG.error("A stream's viewer failed", bug);
      return isTold("Something went wrong in the service; its log says more");
    }
  }

  private boolean isTold(String why) throws InterruptedException {
    Optional<byte[]> words = body.lastWords(why);
    return words.isPresent() && take(words.get()) && flush();
  }

  private boolean isTaken() {
    return waiting.readableBytes() == 0;
  }

  @Override
  public boolean take(byte[] bytes, int from, int length) throws InterruptedException {
    int at = from;
    boolean goesOn = true;
    while (goesOn && at < from + length) {
      int some = Math.min(PIECE - waiting.readableBytes(), from + length - at);
      waiting.addComponent(true, Unpooled.wrappedBuffer(bytes, at, some));
      at += some;
      boolean isFull =
          waiting.readableBytes() == PIECE || waiting.numComponents() == MOST_PARTS - 1;
      goesOn = !isFull || flush();
    }
    return goesOn;
  }

  /** An empty piece does not reach the client, but the server sees that the connection is used. */
  @Override
  public boolean flush() throws InterruptedException {
    if (!awaitDemand()) {
      return false;
    }
    ByteBuf piece = waiting;
    waiting = none();
    subscriber.orElseThrow().onNext(wrapping.apply(piece));
    return true;
  }

  @Override
  public void finish() throws InterruptedException {
    if (!isTaken()) {
      flush();
    }
  }

  private boolean awaitDemand() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = patience.toNanos();
      while (demand == 0 && !isGone && !isStopping && Math.min(left, grace()) > 0) {
        long wait = Math.min(left, grace());
        left -= wait - changed.awaitNanos(wait);
      }
      boolean isWanted = demand > 0 && !isGone && grace() > 0;
      demand -= isWanted ? 1 : 0;
      return isWanted;
    } finally {
      lock.unlock();
    }
  }

  private long grace() {
    return endsAt.map(end -> end - System.nanoTime()).orElse(Long.MAX_VALUE);
  }
}
