package io.benchmarkdeployer.app.web.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PulseTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final AtomicInteger questions = new AtomicInteger();

  @Test
  void anAnswerIsGoodForAMoment() {
    var pulse = new Pulse<>(questions::incrementAndGet, LONG, LONG);

    assertThat(pulse.now()).contains(1);
    assertThat(pulse.now()).contains(1);
  }

  @Test
  void afterThatItIsAskedAgain() {
    var pulse = new Pulse<>(questions::incrementAndGet, Duration.ZERO, LONG);

    assertThat(pulse.now()).contains(1);
    assertThat(pulse.now()).contains(2);
  }

  @Test
  void anErrorIsNoAnswer() {
    var pulse =
        new Pulse<>(
            () -> {
              throw new IllegalStateException("down");
            },
            LONG,
            LONG);

    assertThat(pulse.now()).isEmpty();
  }

  @Test
  void silenceIsNoAnswerAndOnlyOneQuestionWaits() {
    var end = new CountDownLatch(1);
    var pulse = new Pulse<>(() -> answerAfter(end), Duration.ZERO, SHORT);

    assertThat(pulse.now()).isEmpty();
    assertThat(pulse.now()).isEmpty();
    assertThat(questions).hasValue(1);

    end.countDown();
    assertThat(new Pulse<>(() -> answerAfter(end), LONG, LONG).now()).contains(2);
  }

  private int answerAfter(CountDownLatch end) {
    int number = questions.incrementAndGet();
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return number;
  }
}
