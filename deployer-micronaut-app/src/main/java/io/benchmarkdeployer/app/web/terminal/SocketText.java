package io.benchmarkdeployer.app.web.terminal;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much text of messages that are not whole, or not worked off yet, may be held for all sockets
 * together: a client may send a long one, many may not do so at once. Any thread may call.
 */
@Singleton
final class SocketText {
  private static final long MOST = 2 * FrameDecoder.LONGEST_MESSAGE;

  private final AtomicLong held = new AtomicLong();

  /** Whether there is room for so many bytes more; they are to be given back. */
  boolean take(int bytes) {
    boolean fits = held.addAndGet(bytes) <= MOST;
    if (!fits) {
      give(bytes);
    }
    return fits;
  }

  void give(long bytes) {
    held.addAndGet(-bytes);
  }

  long held() {
    return held.get();
  }
}
