package io.benchmarkdeployer.app.web.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.app.web.sse.ByteSink;
import io.benchmarkdeployer.app.web.sse.StreamBody.Pace;
import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import io.micronaut.json.JsonMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChangeBodyTest {
  private final MemoryCluster cluster = MemoryCluster.start();
  private final MemoryState state = new MemoryState();
  private final Deployer deployer = Deployer.on(cluster, state).build();
  private final ChangeBody body =
      new ChangeBody(
          deployer.changes().follow(Optional.empty(), Optional.empty()),
          new ChangeEvents(JsonMapper.createDefault(), deployer));

  @AfterEach
  void close() {
    body.close();
    deployer.close();
    cluster.close();
    state.close();
  }

  /** A client that leaves after so many pieces. */
  private static final class Client implements ByteSink {
    private final List<String> pieces = new ArrayList<>();
    private final int most;
    private String waiting = "";

    Client(int most) {
      this.most = most;
    }

    @Override
    public boolean take(byte[] bytes, int from, int length) {
      waiting += new String(bytes, from, length, UTF_8);
      return true;
    }

    @Override
    public boolean flush() {
      pieces.add(waiting);
      waiting = "";
      return pieces.size() < most;
    }

    @Override
    public void finish() {
      flush();
    }
  }

  private static Pace pace() {
    return new Pace(Duration.ofMillis(20), () -> Duration.ZERO);
  }

  @Test
  void itOpensThenResetsThenIsSilentWithSignsOfLife() throws InterruptedException {
    var client = new Client(4);

    body.write(client, pace());

    assertThat(client.pieces.get(0)).isEqualTo("retry: 2000\n: open\n\n");
    assertThat(client.pieces.get(1)).matches("id: \\S+\nevent: reset\ndata: \\{}\n\n");
    assertThat(client.pieces.subList(2, 4)).containsOnly(": ping\n\n");
  }

  /** One that is told so ends whole. */
  @Test
  void whatIsClosedEnds() throws InterruptedException {
    body.close();

    assertThat(body.write(new Client(100), pace())).isTrue();
  }
}
