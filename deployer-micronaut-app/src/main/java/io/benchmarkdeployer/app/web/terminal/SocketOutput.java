package io.benchmarkdeployer.app.web.terminal;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client is sent, no faster than it takes it. Any thread may call; one at a time may {@link
 * #write}.
 */
final class SocketOutput {
  private static final Logger LOG = LoggerFactory.getLogger(SocketOutput.class);

  /** How long a client may take nothing. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long the client's own close frame is waited for. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  /**
   * So that the next is there when the system has taken one: each waiting for the other costs two
   * thread switches a frame, and those are late on a busy machine.
   */
  private static final int MOST_UNWRITTEN = 2;

  private static final long NEVER = -1;

  private final Channel channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int unwritten;
  private boolean isRead = true;
  private long acknowledged = NEVER;

  /** How much a client that acknowledges may be sent beyond that. */
  private long mostOnTheWay = Long.MAX_VALUE;

  private boolean isGone;
  private volatile boolean isEnding;

  SocketOutput(Channel channel) {
    this.channel = channel;
  }

  /** Something that may become true while one waits; asked with the lock held. */
  @FunctionalInterface
  private interface Wish {
    boolean holds();
  }

  /**
   * Sends it; on return the system has taken all but the last few.
   *
   * @return false where the client took nothing for too long, or is gone
   */
  boolean write(WebSocketFrame frame) throws InterruptedException {
    change(() -> unwritten++);
    channel.writeAndFlush(frame).addListener(written -> change(() -> unwritten--));
    return await(() -> unwritten < MOST_UNWRITTEN);
  }

  /** Waits until the system has taken all; false as for {@link #write}. */
  boolean flush() throws InterruptedException {
    return await(() -> unwritten == 0);
  }

  /**
   * Waits until the client may be sent more.
   *
   * @param position where in the session's output the next byte stands
   * @return how many bytes, at most so many as wanted; 0 where it acknowledged nothing for too
   *     long, or is gone
   */
  int room(long position, int wanted) throws InterruptedException {
    boolean isThere = await(() -> roomAt(position) > 0);
    return isThere ? (int) Math.min(wanted, roomAt(position)) : 0;
  }

  /** While nothing is read from the client, its acknowledgements can't be seen either. */
  private long roomAt(long position) {
    lock.lock();
    try {
      return acknowledged == NEVER || !isRead
          ? mostOnTheWay
          : mostOnTheWay - (position - acknowledged);
    } finally {
      lock.unlock();
    }
  }

  private boolean await(Wish wish) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = PATIENCE.toNanos();
      while (!isGone && left > 0 && !wish.holds()) {
        left = changed.awaitNanos(left);
      }
      return !isGone && wish.holds();
    } finally {
      lock.unlock();
    }
  }

  /** A client that acknowledges is sent no more than that beyond it. */
  void setMostOnTheWay(long bytes) {
    change(() -> mostOnTheWay = bytes);
  }

  /** So much of the session's output has arrived. */
  void acknowledge(long received) {
    change(() -> acknowledged = Math.max(acknowledged, received));
  }

  /** Begins or ends to read from the client. */
  void setRead(boolean on) {
    change(() -> isRead = on);
    if (channel.eventLoop().inEventLoop()) {
      applyRead();
    } else {
      channel.eventLoop().execute(this::applyRead);
    }
  }

  /** As it stands now, not as it stood when this was asked for: two may ask at once. */
  private void applyRead() {
    lock.lock();
    try {
      channel.config().setAutoRead(isRead || isEnding);
    } finally {
      lock.unlock();
    }
  }

  /** The connection is no more. */
  void setGone() {
    change(() -> isGone = true);
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

  /** Sends it without waiting; drops it where the client does not take what it has got already. */
  void say(WebSocketFrame frame) {
    if (channel.isWritable() && !isEnding) {
      send(frame);
    } else {
      frame.release();
    }
  }

  /** Whether the close frame is sent, or about to be. */
  boolean isEnding() {
    return isEnding;
  }

  /** Closes the socket so, after what was sent before; the first to say counts. */
  void end(SocketEnd end) {
    channel.eventLoop().execute(() -> endNow(end));
  }

  private void endNow(SocketEnd end) {
    if (!isEnding) {
      isEnding = true;
      // To hear the client's own close frame: whoever leaves before may lose it ours.
      channel.config().setAutoRead(true);
      send(new CloseWebSocketFrame(end.code(), end.reason()));
      cutLater();
    }
  }

  /** The client has closed it, or agreed. */
  void bidFarewell() {
    if (isEnding) {
      cut();
    } else {
      isEnding = true;
      var farewell = new CloseWebSocketFrame(true, 0, Unpooled.EMPTY_BUFFER);
      channel.writeAndFlush(farewell).addListener(written -> cut());
      cutLater();
    }
  }

  private void send(WebSocketFrame frame) {
    channel.writeAndFlush(frame).addListener(SocketOutput::noteFailure);
  }

  private void cutLater() {
    channel
        .eventLoop()
        .schedule(this::cut, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
        .addListener(SocketOutput::noteFailure);
  }

  private static void noteFailure(Future<?> done) {
    LOG.trace("a client has gone: {}", done.isSuccess(), done.cause());
  }

  /** Closes the connection without a word. */
  void cut() {
    channel.close().addListener(SocketOutput::noteFailure);
  }
}
