package io.benchmarkdeployer.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.testkit.ForwardingCluster;
import io.benchmarkdeployer.testkit.MemoryCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In the package of what it tests, which is nobody else's to see. */
@Timeout(60)
class SilenceCheckTest {
  private static final Instant HEARD = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration SHORT = Duration.ofMillis(50);

  private final MemoryCluster memory = MemoryCluster.start();
  private final Printed cluster = new Printed(memory);
  private final Listened stream = new Listened();
  private final SilenceCheck check =
      new SilenceCheck(cluster, LogRequest.of("default", "pod", "main"), () -> HEARD, SHORT, SHORT);

  @AfterEach
  void close() {
    memory.close();
  }

  /** A cluster in which this is the last line of every container. */
  private static final class Printed extends ForwardingCluster {
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Instant last = HEARD.plusSeconds(1);

    Printed(MemoryCluster cluster) {
      super(cluster);
    }

    @Override
    public LogStream openLog(LogRequest request) {
      asked.incrementAndGet();
      return new LogStream() {
        @Override
        public Optional<LogLine> next() {
          return Optional.of(new LogLine(Optional.of(last), new byte[0], true));
        }

        @Override
        public void close() {
          // Nothing is open.
        }
      };
    }
  }

  private static final class Listened implements LogStream {
    private final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public Optional<LogLine> next() {
      return Optional.empty();
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  @Test
  void aStreamThatDoesNotTellWhatThereIsIsClosed() {
    check.begin(stream);

    await().pollInterval(SHORT).until(this::isClosedAfterAnotherCheck);

    assertThat(check.wasFound()).isTrue();
  }

  private boolean isClosedAfterAnotherCheck() {
    check.check();
    return stream.closed.get();
  }

  @Test
  void aStreamThatToldAllThereIsStaysOpen() {
    cluster.last = HEARD;
    check.begin(stream);

    await().pollInterval(SHORT).until(this::isAskedAgainAfterAnotherCheck);

    assertThat(stream.closed).isFalse();
    assertThat(check.wasFound()).isFalse();
  }

  private boolean isAskedAgainAfterAnotherCheck() {
    check.check();
    return cluster.asked.get() > 2;
  }

  @Test
  void whatIsNotListenedToIsNotAskedAbout() {
    check.begin(stream);
    check.end();

    await()
        .during(SHORT.multipliedBy(4))
        .until(
            () -> {
              check.check();
              return cluster.asked.get() == 0;
            });
  }
}
