package io.benchmarkdeployer.app.web.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import io.micronaut.json.JsonMapper;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketHandlerTest {
  /** More than the room for text has place for, were each of them one byte long. */
  private static final int MANY = 2_000_000;

  private final MemoryCluster cluster = MemoryCluster.start();
  private final Deployer deployer =
      Deployer.on(cluster, new MemoryState()).terminals(cluster.exec()).build();
  private final SocketText room = new SocketText();
  private final EmbeddedChannel channel = new EmbeddedChannel();

  SocketHandlerTest() {
    var form = new SocketForm.Legacy();
    var reader = new SocketMessageReader(JsonMapper.createDefault());
    var output = new SocketOutput(channel);
    var input = new SocketInput(output::setRead, room);
    var visit = new SocketVisit(deployer.terminals().attach(), form, reader, input, output);
    channel
        .pipeline()
        .addLast(new SocketHandler(form, reader, room, input, output, visit, () -> {}));
  }

  @AfterEach
  void close() {
    channel.close();
    deployer.close();
    cluster.close();
  }

  private void send(boolean isLast, String text) {
    channel.writeInbound(new Frame.Data(true, isLast, text.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a"})
  void aMessageInEndlessPiecesIsCutShort(String piece) {
    for (int sent = 0; sent < MANY && channel.outboundMessages().isEmpty(); sent++) {
      send(false, piece);
    }

    CloseWebSocketFrame close = channel.readOutbound();
    assertThat(close.statusCode()).isEqualTo(1009);
    assertThat(room.held()).isZero();
    ReferenceCountUtil.release(close);
  }

  @Test
  void aMessageInAFewPiecesIsOneAndItsRoomIsGivenBack() {
    send(false, "{\"type\":");
    send(false, "");
    send(true, "\"ping\"}");

    TextWebSocketFrame pong = channel.readOutbound();
    assertThat(pong.text()).isEqualTo("{\"type\":\"pong\"}");
    assertThat(room.held()).isZero();
    ReferenceCountUtil.release(pong);
  }

  @Test
  void whatIsShortIsHeardWhileOthersFillTheRoom() {
    int all = (int) (2 * FrameDecoder.LONGEST_MESSAGE);
    assertThat(room.take(all)).isTrue();

    send(true, "{\"type\":\"ping\"}");

    TextWebSocketFrame pong = channel.readOutbound();
    assertThat(pong.text()).isEqualTo("{\"type\":\"pong\"}");
    assertThat(room.held()).isEqualTo(all);
    ReferenceCountUtil.release(pong);
  }
}
