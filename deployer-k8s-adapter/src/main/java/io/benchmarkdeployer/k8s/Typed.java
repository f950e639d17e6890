package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.TerminalSize;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.WebSocket;

/**
 * The way from us into a container: keys and sizes. OkHttp takes whatever it is given and breaks
 * the connection once that is 16 MiB; so it is given little, and asked how much of it is left: it
 * has no way to tell.
 */
final class Typed {
  private static final int LARGEST_FRAME = 32 << 10;
  private static final int MOST_QUEUED = 256 << 10;
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(16);

  private final WebSocket socket;
  private final boolean closesChannels;

  /** Held by who writes, from the first to the last byte. */
  private final ReentrantLock turn = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private TerminalSize size = TerminalSize.USUAL;
  private boolean owesSize;

  /** Whether the last line typed is not yet ended: its end is not the end of the input. */
  private boolean inLine;

  private boolean toldEnd;
  private volatile boolean noMore;
  private volatile boolean over;

  /**
   * @param closesChannels whether the other side knows the frame that closes a channel
   */
  Typed(WebSocket socket, boolean closesChannels) {
    this.socket = socket;
    this.closesChannels = closesChannels;
  }

  /** Sends it whole; waits while the other side does not take it. */
  void write(byte[] keys) throws InterruptedException {
    turn.lockInterruptibly();
    try {
      if (!noMore) {
        send(keys);
      }
    } finally {
      turn.unlock();
      tellEnd();
    }
  }

  private void send(byte[] keys) throws InterruptedException {
    for (int at = 0; at < keys.length && awaitRoom(); at += LARGEST_FRAME) {
      int count = Math.min(LARGEST_FRAME, keys.length - at);
      socket.send(Channel.STDIN.frame(keys, at, count));
      inLine = !endsLine(keys[at + count - 1]);
    }
  }

  private static boolean endsLine(byte key) {
    return key == '\r' || key == '\n';
  }

  /** False where nobody takes anything any more. */
  private boolean awaitRoom() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long pause = FIRST_PAUSE;
      while (isFull() && !over) {
        ended.awaitNanos(pause);
        pause = Math.min(LAST_PAUSE, 2 * pause);
      }
      return !over;
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    return socket.queueSize() >= MOST_QUEUED;
  }

  /** Tells this size; where the way is full, the last one as soon as there is room. */
  void resize(TerminalSize newSize) {
    lock.lock();
    try {
      size = newSize;
      if (!isFull()) {
        socket.send(Channel.ofSize(size));
      } else if (!owesSize && !over) {
        owesSize = true;
        Thread.ofVirtual().name("terminal-size").start(this::tellSize);
      }
    } finally {
      lock.unlock();
    }
  }

  private void tellSize() {
    lock.lock();
    try {
      awaitRoom();
      socket.send(Channel.ofSize(size));
      owesSize = false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the input, after what is being written. */
  void endInput() {
    noMore = true;
    tellEnd();
  }

  /** Where somebody writes, this is done once that is done. */
  private void tellEnd() {
    if (noMore && turn.tryLock()) {
      try {
        sendEnd();
      } finally {
        turn.unlock();
      }
    }
  }

  private void sendEnd() {
    if (toldEnd) {
      return;
    }
    toldEnd = true;
    byte[] keys = {Channel.END_OF_INPUT, Channel.END_OF_INPUT};
    socket.send(Channel.STDIN.frame(keys, 0, inLine ? 2 : 1));
    if (closesChannels) {
      socket.send(Channel.ofEnd(Channel.STDIN));
    }
  }

  /** Nobody takes anything any more: wakes who writes. */
  void finish() {
    lock.lock();
    try {
      over = true;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
