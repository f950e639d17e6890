package io.benchmarkdeployer.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.TerminalRequest;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In the package of what it tests, which is nobody else's to see. */
@Timeout(60)
class EndShellsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A call that takes an interrupt for an answer that did not come, and leaves no trace of it. */
  private static final class DeafExec implements ExecPort {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch hearing = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public Opening open(TerminalRequest request) {
      throw new AssertionError("nobody opens one");
    }

    @Override
    public void end(ContainerRef container, String shell, Set<TerminalMarker> markers) {
      calls.incrementAndGet();
      asked.countDown();
      try {
        hearing.await();
      } catch (InterruptedException swallowed) {
        throw new UnavailableException(How.SILENT, "no answer");
      }
    }

    @Override
    public void close() {
      hearing.countDown();
    }
  }

  @Test
  void whatIsClosedTriesNoMoreAlsoWhereACallSwallowedTheInterrupt() throws Exception {
    try (var exec = new DeafExec()) {
      var endShells = new EndShells(exec);
      endShells.end(session());
      assertThat(exec.asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

      assertThat(CompletableFuture.runAsync(endShells::close)).succeedsWithin(PATIENCE);

      assertThat(exec.calls).hasValue(1);
    }
  }

  private static TerminalSession session() {
    return TerminalSession.create(
        Caller.ANONYMOUS,
        ResourceRef.job("default", "test-job"),
        new Uid("job-uid"),
        new ContainerRef("default", "test-job-x7k2p", new Uid("pod-uid"), "main"),
        "sh",
        false,
        Instant.EPOCH);
  }
}
