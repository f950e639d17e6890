package io.benchmarkdeployer.app.web.access;

import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.port.SessionObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each terminal session at its end: who, where, from when to when, why, how much.
 * Measurements of all that happens to them. Never what was typed or printed.
 */
@Singleton
final class TerminalAudit implements SessionObserver {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

  private final MeterRegistry meters;
  private final Counter attached;
  private final Counter resumed;
  private final Counter typedBytes;
  private final Counter printedBytes;

  TerminalAudit(MeterRegistry meters) {
    this.meters = meters;
    this.attached = meters.counter("deployer.terminal.attached");
    this.resumed = meters.counter("deployer.terminal.resumed");
    this.typedBytes = meters.counter("deployer.terminal.bytes", "direction", "in");
    this.printedBytes = meters.counter("deployer.terminal.bytes", "direction", "out");
    for (SessionEnd.Reason reason : SessionEnd.Reason.values()) {
      ended(reason);
    }
  }

  private Counter ended(SessionEnd.Reason reason) {
    return meters.counter("deployer.terminal.ended", "reason", reason.wireName());
  }

  @Override
  public void attached(TerminalSession session, boolean again) {
    attached.increment();
    if (again) {
      resumed.increment();
    }
  }

  @Override
  public void ended(TerminalSession session) {
    session.end().ifPresent(end -> note(session, end));
  }

  private void note(TerminalSession session, SessionEnd end) {
    ended(end.reason()).increment();
    LOG.info("terminal {}", line(session, end));
  }

  static String line(TerminalSession session, SessionEnd end) {
    var values = new LinkedHashMap<String, String>();
    values.put("by", session.owner().name());
    values.put("session", session.id().value());
    values.put("job", session.container().namespace() + "/" + session.job().name());
    values.put("pod", session.container().pod());
    values.put("container", session.container().container());
    values.put("shell", session.shell().orElse("none"));
    values.put("opened", session.createdAt().toString());
    values.put("ended", end.at().toString());
    values.put("why", end.reason().wireName());
    end.exitCode().ifPresent(code -> values.put("exit", String.valueOf(code)));
    values.put("bytes_in", String.valueOf(session.bytesIn()));
    values.put("bytes_out", String.valueOf(session.bytesOut()));
    return AuditLog.line(values);
  }

  @Override
  public void carried(long typed, long printed) {
    typedBytes.increment((double) typed);
    printedBytes.increment((double) printed);
  }
}
