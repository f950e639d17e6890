package io.benchmarkdeployer.mongo;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.model.TerminalSession.State;
import io.benchmarkdeployer.core.model.Uid;
import java.time.Instant;
import java.util.Optional;

/** Terminal sessions to put on record. */
final class Sessions {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

  private Sessions() {}

  /** The greater the number, the newer. */
  static TerminalSession created(int number) {
    return new TerminalSession(
        new SessionId("%032x".formatted(number)),
        0,
        new Caller("alice"),
        ResourceRef.job("default", "test-job"),
        new Uid("job-uid"),
        new ContainerRef("default", "test-job-x7k2p", new Uid("pod-uid"), "main"),
        "bash",
        Optional.empty(),
        new TerminalMarker("0123456789abcdef0123456789abcdef"),
        true,
        State.CREATED,
        NOON.plusMillis(number),
        NOON,
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
