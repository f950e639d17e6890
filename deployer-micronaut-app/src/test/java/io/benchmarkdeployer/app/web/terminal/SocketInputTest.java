package io.benchmarkdeployer.app.web.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SocketInputTest {
  private final SocketInput input = new SocketInput(on -> {}, new SocketText());

  private static SocketInput.Item typed(String text) {
    return new SocketInput.Item.Typed(text.getBytes(UTF_8));
  }

  @Test
  void whatIsAddedIsTakenInItsOrder() throws InterruptedException {
    SocketInput.Item first = typed("a");
    SocketInput.Item second = typed("b");
    input.add(first);
    input.add(second);

    assertThat(input.take()).isSameAs(first);
    assertThat(input.take()).isSameAs(second);
  }

  /** Whoever takes may have lost his interrupt to what he gave the last to. */
  @Test
  void onceItIsClosedNobodyWaitsForMore() {
    input.add(typed("a"));
    input.close();

    assertThatThrownBy(input::take).isInstanceOf(InterruptedException.class);
  }

  @Test
  void closingLetsGoOfWhoWaits() throws Exception {
    var left = new CompletableFuture<Boolean>();
    Thread taker = Thread.ofVirtual().start(() -> left.complete(isLetGo()));
    while (taker.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    input.close();

    assertThat(left.get(20, TimeUnit.SECONDS)).isTrue();
  }

  private boolean isLetGo() {
    try {
      input.take();
      return false;
    } catch (InterruptedException closed) {
      return true;
    }
  }
}
