package io.benchmarkdeployer.app.wiring;

import io.benchmarkdeployer.core.usecase.SessionLimits;
import java.time.Duration;
import java.util.regex.Pattern;

/** Reads the bounds of terminal sessions. */
final class TerminalVariables {
  private static final SessionLimits UNSET = SessionLimits.DEFAULT;

  /** Far below what the record lists at once: a session beyond it would not be seen. */
  private static final int MOST = 5_000;

  private static final int SMALLEST_SCROLLBACK = 64 << 10;
  private static final int LARGEST_SCROLLBACK = 16 << 20;
  private static final Pattern SHELL = Pattern.compile("[A-Za-z0-9][-\\w.+]{0,63}");

  private TerminalVariables() {}

  static SessionLimits read(Variables variables) {
    return new SessionLimits(
        variables.duration("DEPLOYER_TERMINAL_GRACE", UNSET.grace(), Duration.ofDays(1)),
        variables.duration("DEPLOYER_TERMINAL_IDLE", UNSET.idle(), Duration.ofDays(30)),
        variables.duration("DEPLOYER_TERMINAL_MAX_AGE", UNSET.maxAge(), Duration.ofDays(30)),
        variables.duration("DEPLOYER_TERMINAL_UNATTACHED", UNSET.unattached(), Duration.ofDays(1)),
        variables.number("DEPLOYER_TERMINAL_PER_JOB", UNSET.perJob(), 1, MOST),
        variables.number("DEPLOYER_TERMINAL_TOTAL", UNSET.total(), 1, MOST),
        variables.size(
            "DEPLOYER_TERMINAL_SCROLLBACK",
            UNSET.scrollback(),
            SMALLEST_SCROLLBACK,
            LARGEST_SCROLLBACK),
        variables
            .names("DEPLOYER_TERMINAL_SHELLS", SHELL, "names of shells such as bash")
            .orElse(UNSET.shells()));
  }
}
