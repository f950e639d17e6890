package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.core.port.LimitException;
import io.netty.channel.ChannelId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The sockets that are open, by the ids of their sessions. Any thread may call. */
@Singleton
final class OpenSockets {
  private static final int MOST = 32;

  private final Map<String, Set<ChannelId>> sockets = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();

  /**
   * Somebody comes to this session, and is to {@link #leave}.
   *
   * @throws LimitException where as many are there as may be
   */
  void enter(String session, ChannelId socket) {
    lock.lock();
    try {
      Set<ChannelId> there = sockets.computeIfAbsent(session, id -> new HashSet<>());
      if (there.size() == MOST) {
        throw new LimitException(
            LimitException.Limit.COUNT,
            "This terminal session has %d connections already: close one of them".formatted(MOST));
      }
      there.add(socket);
    } finally {
      lock.unlock();
    }
  }

  /** Harmless for one that never entered. */
  void leave(String session, ChannelId socket) {
    lock.lock();
    try {
      sockets.computeIfPresent(session, (id, there) -> without(there, socket));
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static @Nullable Set<ChannelId> without(Set<ChannelId> there, ChannelId socket) {
    there.remove(socket);
    return there.isEmpty() ? null : there;
  }

  int count() {
    lock.lock();
    try {
      return sockets.values().stream().mapToInt(Set::size).sum();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all are gone, but not for longer than that. */
  void awaitNone(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = atMost.toNanos();
      while (!sockets.isEmpty() && nanos > 0) {
        nanos = left.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }
}
