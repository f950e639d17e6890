package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.core.usecase.LogFollower;
import java.time.Duration;
import java.util.Optional;

/**
 * The body of an answer that tells a log; it is written by {@link LogBodyWriter}, which closes the
 * follower.
 *
 * @param kind what it is to who asked
 * @param heartbeat after so long a silence a sign of life is sent
 */
record LogBody(LogFollower follower, LogForm form, Kind kind, Duration heartbeat) {
  /** Proxies close connections that are silent for longer. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** What a log is sent as. */
  sealed interface Kind {
    /** As it comes. What goes wrong is told in it. */
    record Live() implements Kind {}

    /**
     * As a file of what is there. Who gets less of it than there is must see that: its connection
     * is cut.
     */
    record File(boolean gzip, Optional<ByteRange.Found> range) implements Kind {}
  }

  static LogBody live(LogFollower follower, LogForm form) {
    return new LogBody(follower, form, new Kind.Live(), HEARTBEAT);
  }

  static LogBody file(LogFollower follower, LogForm form, Kind.File file) {
    return new LogBody(follower, form, file, HEARTBEAT);
  }

  LogBody withHeartbeat(Duration other) {
    return new LogBody(follower, form, kind, other);
  }
}
