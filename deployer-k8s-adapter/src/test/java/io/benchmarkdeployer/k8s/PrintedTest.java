package io.benchmarkdeployer.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import okio.ByteString;
import org.junit.jupiter.api.Test;

/** What is held of what was printed. */
class PrintedTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Printed printed = new Printed();

  private static ByteString frame(int size) {
    return ByteString.of(new byte[size + 1]);
  }

  /** Puts frames of this size until it is closed; how many it has put so far. */
  private AtomicLong flood(int size) {
    var count = new AtomicLong();
    Thread.startVirtualThread(
        () -> {
          try {
            while (printed.put(frame(size))) {
              count.incrementAndGet();
            }
            count.set(-1);
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        });
    return count;
  }

  private static void awaitValue(AtomicLong count, long value) {
    await().atMost(PATIENCE).until(() -> count.get() == value);
  }

  @Test
  void aReaderThatDoesNotReadHoldsBackTheFlood() throws InterruptedException {
    AtomicLong count = flood(64 << 10);
    awaitValue(count, 4);

    assertThat(printed.take()).get().matches(bytes -> bytes.length == 64 << 10);
    awaitValue(count, 5);
    printed.close();

    awaitValue(count, -1);
    assertThat(printed.take()).isEmpty();
  }

  @Test
  void singleBytesCountForWhatTheyCost() {
    AtomicLong count = flood(1);

    awaitValue(count, (256 << 10) / 65 + 1);
    printed.close();
  }

  @Test
  void smallPiecesAreReadTogetherAndLargeOnesInParts() throws InterruptedException {
    printed.put(ByteString.encodeUtf8("\1one "));
    printed.put(ByteString.encodeUtf8("\1"));
    printed.put(ByteString.encodeUtf8("\2two"));

    assertThat(printed.take().map(String::new)).contains("one two");
    printed.put(frame(100_000));
    printed.finish();
    assertThat(printed.isOver()).isFalse();
    assertThat(printed.take()).get().matches(bytes -> bytes.length == 64 << 10);
    assertThat(printed.take()).get().matches(bytes -> bytes.length == 100_000 - (64 << 10));
    assertThat(printed.take()).isEqualTo(Optional.empty());
    assertThat(printed.isOver()).isTrue();
  }

  @Test
  void theLastWordsAreWaitedForButNotForEver() throws InterruptedException {
    printed.put(frame(1));
    printed.finishWithin(Duration.ofMillis(50));

    assertThat(printed.take()).isPresent();
    assertThat(printed.isOver()).isFalse();
    assertThat(printed.take()).isEmpty();
    assertThat(printed.isOver()).isTrue();
  }
}
