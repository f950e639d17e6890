package io.benchmarkdeployer.k8s;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogPipeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int FULL = 64 << 10;

  private final LogPipe pipe = new LogPipe();

  private boolean put(String text) throws InterruptedException {
    return pipe.put(text.getBytes(US_ASCII), text.length());
  }

  private String taken() throws InterruptedException, IOException {
    return pipe.take().map(bytes -> new String(bytes, US_ASCII)).orElse("the end");
  }

  /** What waits there for another thread is done by one. */
  private static <T> CompletableFuture<T> apart(Work<T> work) {
    var result = new CompletableFuture<T>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(work.run());
              } catch (InterruptedException | IOException | RuntimeException failed) {
                result.completeExceptionally(failed);
              }
            });
    return result;
  }

  @FunctionalInterface
  private interface Work<T> {
    T run() throws InterruptedException, IOException;
  }

  @Test
  void whatIsPutIsTakenTogetherAndInOrder() throws Exception {
    put("one ");
    put("two ");
    put("three");

    assertThat(taken()).isEqualTo("one two three");
  }

  @Test
  void onlySoManyOfTheBytesArePut() throws Exception {
    pipe.put("of a buffer".getBytes(US_ASCII), 4);

    assertThat(taken()).isEqualTo("of a");
  }

  @Test
  void whoTakesWaitsForWhatComes() throws Exception {
    var taken = apart(this::taken);

    put("late");

    assertThat(taken).succeedsWithin(PATIENCE).isEqualTo("late");
  }

  @Test
  void aSlowTakerHoldsUpWhoPuts() throws Exception {
    put("x".repeat(FULL));
    var second = apart(() -> put("y"));
    assertThat(second).isNotDone();

    assertThat(taken()).hasSize(FULL).doesNotContain("y");

    assertThat(second).succeedsWithin(PATIENCE).isEqualTo(true);
    assertThat(taken()).isEqualTo("y");
  }

  @Test
  void moreThanItHoldsGoesThroughWhereNothingWaits() throws Exception {
    put("x".repeat(3 * FULL));

    assertThat(taken()).hasSize(3 * FULL);
  }

  @Test
  void whatWaitsAtTheEndIsStillTaken() throws Exception {
    put("last words");
    pipe.finish();

    assertThat(taken()).isEqualTo("last words");
    assertThat(taken()).isEqualTo("the end");
  }

  @Test
  void whatBrokeTheConnectionIsToldAfterWhatCameBefore() throws Exception {
    put("last words");
    pipe.breakOff(new IOException("reset"));

    assertThat(taken()).isEqualTo("last words");
    assertThatThrownBy(pipe::take).isInstanceOf(IOException.class).hasMessage("reset");
    assertThatThrownBy(pipe::take).isInstanceOf(IOException.class).hasMessage("reset");
  }

  @Test
  void theEndAfterABreakDoesNotHideIt() {
    pipe.breakOff(new IOException("reset"));
    pipe.finish();

    assertThatThrownBy(pipe::take).isInstanceOf(IOException.class).hasMessage("reset");
  }

  @Test
  void closingDropsWhatWaitsAndTheReasonOfABreak() throws Exception {
    put("dropped");
    pipe.breakOff(new IOException("reset"));
    pipe.close();

    assertThat(pipe.take()).isEmpty();
    assertThat(pipe.isClosed()).isTrue();
    assertThat(put("more")).isFalse();
  }

  @Test
  void closingLetsGoOfWhoTakes() {
    CompletableFuture<Optional<byte[]>> taken = apart(pipe::take);

    pipe.close();

    assertThat(taken).succeedsWithin(PATIENCE).isEqualTo(Optional.empty());
  }

  @Test
  void closingLetsGoOfWhoPuts() throws Exception {
    put("x".repeat(FULL));
    var second = apart(() -> put("y"));

    pipe.close();

    assertThat(second).succeedsWithin(PATIENCE).isEqualTo(false);
  }
}
