package io.benchmarkdeployer.app.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.model.Uid;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TerminalAuditTest {
  private static final Instant THEN = Instant.parse("2030-01-01T00:00:00Z");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TerminalAudit audit = new TerminalAudit(meters);
  private final TerminalSession session =
      TerminalSession.create(
          new Caller("ann"),
          ResourceRef.job("bench", "test-job"),
          new Uid("job-uid"),
          new ContainerRef("bench", "test-job-x", new Uid("pod-uid"), "main"),
          "/bin/bash",
          false,
          THEN);

  @Test
  void theLineSaysWhoWhereWhenWhyAndHowMuch() {
    TerminalSession ended =
        session
            .attached("/bin/sh")
            .active(12, 3_456, THEN.plusSeconds(5))
            .ended(SessionEnd.ofExit(3, THEN.plusSeconds(60)));

    assertThat(TerminalAudit.line(ended, ended.end().orElseThrow()))
        .isEqualTo(
            "by=ann session=%s job=bench/test-job pod=test-job-x container=main shell=/bin/sh"
                    .formatted(session.id())
                + " opened=2030-01-01T00:00:00Z ended=2030-01-01T00:01:00Z why=exit exit=3"
                + " bytes_in=12 bytes_out=3456");
  }

  @Test
  void whatHappensIsCounted() {
    audit.attached(session, false);
    audit.attached(session, true);
    audit.carried(2, 40);
    audit.carried(1, 0);
    audit.ended(session.ended(SessionEnd.of(SessionEnd.Reason.IDLE, "idle", THEN)));

    assertThat(count("deployer.terminal.attached")).isEqualTo(2);
    assertThat(count("deployer.terminal.resumed")).isEqualTo(1);
    assertThat(count("deployer.terminal.bytes", "direction", "in")).isEqualTo(3);
    assertThat(count("deployer.terminal.bytes", "direction", "out")).isEqualTo(40);
    assertThat(count("deployer.terminal.ended", "reason", "idle")).isEqualTo(1);
    assertThat(count("deployer.terminal.ended", "reason", "exit")).isZero();
  }

  private double count(String name, String... tags) {
    return meters.get(name).tags(tags).counter().count();
  }
}
