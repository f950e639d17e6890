package io.benchmarkdeployer.core.usecase;

import java.time.Duration;
import java.util.Set;

/**
 * The bounds of terminal sessions that an operator may set.
 *
 * @param grace how long a shell waits for somebody to come back
 * @param idle how long nothing may be typed and nothing printed
 * @param maxAge how long a session may be open in all
 * @param unattached how long a new session waits for somebody to come
 * @param perJob the most open sessions of one job
 * @param total the most open sessions of all
 * @param scrollback how much of what was printed is kept for those who come back, in bytes
 * @param shells the names of the shells that may be asked for
 */
public record SessionLimits(
    Duration grace,
    Duration idle,
    Duration maxAge,
    Duration unattached,
    int perJob,
    int total,
    int scrollback,
    Set<String> shells) {
  public static final SessionLimits DEFAULT =
      new SessionLimits(
          Duration.ofSeconds(60),
          Duration.ofMinutes(30),
          Duration.ofHours(8),
          Duration.ofMinutes(5),
          20,
          500,
          256 << 10,
          Set.of("sh", "bash", "ash", "zsh", "dash"));

  public SessionLimits {
    shells = Set.copyOf(shells);
    if (shells.isEmpty()) {
      throw new IllegalArgumentException("there must be a shell that may be asked for");
    }
  }
}
