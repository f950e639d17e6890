package io.benchmarkdeployer.testkit;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The room that the logs of all containers share, as those of a node share its disk: each one's own
 * bound does not help where there are many. Where there is no more, the largest loses its oldest
 * lines. Any thread may call; never while it holds a log's lock.
 */
final class LogSpace {
  private static final long LARGEST = 1L << 30;
  private static final int LOOKS = 64;

  private final long most;
  private final AtomicLong unseen = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();

  /** Weak: the log of a pod that is gone is nobody's any more. */
  private final Set<ContainerLog> logs = Collections.newSetFromMap(new WeakHashMap<>());

  /** One of so many bytes. */
  LogSpace(long most) {
    this.most = most;
  }

  /** A quarter of the memory that this process may take. */
  static LogSpace ofMemory() {
    return new LogSpace(Math.min(LARGEST, Runtime.getRuntime().maxMemory() / 4));
  }

  /** This log takes part from now on. */
  void add(ContainerLog log) {
    lock.lock();
    try {
      logs.add(log);
    } finally {
      lock.unlock();
    }
  }

  /** So many bytes came; not each time it looks whether that is too much. */
  void grew(long bytes) {
    if (unseen.addAndGet(bytes) >= most / LOOKS) {
      unseen.set(0);
      makeRoom();
    }
  }

  private void makeRoom() {
    lock.lock();
    try {
      long total = logs.stream().mapToLong(ContainerLog::bytes).sum();
      long freed = 1;
      while (total > most && freed > 0) {
        freed = largest().stream().mapToLong(ContainerLog::dropOldest).sum();
        total -= freed;
      }
    } finally {
      lock.unlock();
    }
  }

  private List<ContainerLog> largest() {
    return logs.stream()
        .max(Comparator.comparingLong(ContainerLog::bytes))
        .map(List::of)
        .orElse(List.of());
  }
}
