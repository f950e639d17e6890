package io.benchmarkdeployer.k8s;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import okio.ByteString;

/**
 * What was printed and not yet read. It holds a bounded number of bytes: who does not read holds
 * back the thread that takes them from the cluster, and that, by TCP, the program that prints. Any
 * thread may close it, which wakes both.
 */
final class Printed {
  private static final int MOST = 256 << 10;

  /** What a frame costs beside what is printed: a program may print bytes one by one. */
  private static final int COST_OF_FRAME = 64;

  /** A frame's first byte is not printed: it tells the channel. */
  private static final int HEAD = 1;

  private static final long FOREVER = TimeUnit.DAYS.toNanos(10_000);
  private static final int LARGEST_READ = 64 << 10;

  /** Enough to be taken at once in a flood. */
  private static final int MUCH = 64 << 10;

  /** Who took something just now waits so long for much: each waking costs. */
  private static final long GATHERING = TimeUnit.MILLISECONDS.toNanos(2);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition more = lock.newCondition();
  private final Condition much = lock.newCondition();
  private final Deque<ByteString> frames = new ArrayDeque<>();

  /** How much of the first frame is done with. */
  private int taken = HEAD;

  /** How many bytes can be taken. */
  private int size;

  private long lastTaken = System.nanoTime() - GATHERING;
  private long patience = FOREVER;
  private boolean finished;
  private boolean closed;

  /** Waits for room; false where nobody reads any more. */
  boolean put(ByteString frame) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (size + COST_OF_FRAME * frames.size() >= MOST && !closed) {
        room.await();
      }
      if (!closed && frame.size() > HEAD) {
        frames.add(frame);
        size += frame.size() - HEAD;
        tellReader();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void tellReader() {
    more.signal();
    if (size >= MUCH) {
      much.signal();
    }
  }

  /** All that there is, up to 64 KiB; waits for it. Empty at the end, and once it is closed. */
  Optional<byte[]> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (frames.isEmpty() && !finished && !closed) {
        if (more.awaitNanos(patience) <= 0) {
          finished = true;
        }
      }
      gather();
      return frames.isEmpty() ? Optional.empty() : Optional.of(removed());
    } finally {
      lock.unlock();
    }
  }

  private void gather() throws InterruptedException {
    long left = GATHERING - (System.nanoTime() - lastTaken);
    while (left > 0 && size < MUCH && !finished && !closed) {
      left = much.awaitNanos(left);
    }
  }

  private byte[] removed() {
    var bytes = new byte[Math.min(LARGEST_READ, size)];
    for (int filled = 0; filled < bytes.length; ) {
      filled += moveFirst(bytes, filled);
    }
    size -= bytes.length;
    lastTaken = System.nanoTime();
    room.signal();
    return bytes;
  }

  private int moveFirst(byte[] target, int at) {
    ByteString first = frames.getFirst();
    int count = Math.min(first.size() - taken, target.length - at);
    first.copyInto(taken, target, at, count);
    taken += count;
    if (taken == first.size()) {
      frames.removeFirst();
      taken = HEAD;
    }
    return count;
  }

  /** Little more comes: what does must come within this of what came before. */
  void finishWithin(Duration time) {
    mark(() -> patience = time.toNanos());
  }

  /** Nothing more comes; what is there can still be taken. */
  void finish() {
    mark(() -> finished = true);
  }

  /** Drops what is there and lets nothing more through. */
  void close() {
    mark(
        () -> {
          closed = true;
          frames.clear();
        });
  }

  /** Whether all was taken that will ever be, or it was closed. */
  boolean isOver() {
    lock.lock();
    try {
      return closed || (finished && frames.isEmpty());
    } finally {
      lock.unlock();
    }
  }

  private void mark(Runnable change) {
    lock.lock();
    try {
      change.run();
      room.signalAll();
      more.signalAll();
      much.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
