package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets one at a time at the state in memory, and nobody once it was closed. */
final class StateLock {
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      if (closed) {
        throw new UnavailableException(How.UNREACHABLE, "the state in memory was closed");
      }
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  void close(Runnable last) {
    lock.lock();
    try {
      closed = true;
      last.run();
    } finally {
      lock.unlock();
    }
  }
}
