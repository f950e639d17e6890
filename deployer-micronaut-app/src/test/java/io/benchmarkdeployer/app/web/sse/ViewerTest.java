package io.benchmarkdeployer.app.web.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.app.wiring.StopRequested;
import io.benchmarkdeployer.core.port.LimitException;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import io.micronaut.buffer.netty.NettyReadBufferFactory;
import io.micronaut.core.io.buffer.ReadBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** What happens in time: a viewer before a server that takes pieces when the test says so. */
class ViewerTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(20);

  private static final Duration GRACE = Duration.ofMillis(300);

  private final OpenViewers viewers = new OpenViewers(GRACE);
  private final AtomicBoolean isCut = new AtomicBoolean();
  private final Server server = new Server();
  private final Silent body = new Silent("ping");

  /** Opens, and gives a sign of life in each silence; nothing else ever happens. */
  private static final class Silent implements StreamBody {
    private static final Bound BOUND = new Bound(1, "%d is there already");

    private final CountDownLatch closed = new CountDownLatch(1);
    private final String sign;
    private boolean isLive = true;
    private Optional<RuntimeException> failure = Optional.empty();
    private Optional<byte[]> lastWords = Optional.empty();

    Silent(String sign) {
      this.sign = sign;
    }

    @Override
    public Bound bound() {
      return BOUND;
    }

    @Override
    public boolean isLive() {
      return isLive;
    }

    @Override
    public boolean write(ByteSink sink, Pace pace) throws InterruptedException {
      if (failure.isPresent()) {
        throw failure.get();
      }
      boolean goesOn = sink.take("open".getBytes(UTF_8)) && sink.flush();
      while (goesOn && !closed.await(pace.heartbeat().toNanos(), TimeUnit.NANOSECONDS)) {
        goesOn = sink.take(sign.getBytes(UTF_8)) && sink.flush();
      }
      return true;
    }

    @Override
    public Optional<byte[]> lastWords(String why) {
      return lastWords;
    }

    @Override
    public void close() {
      closed.countDown();
    }

    boolean isClosed() {
      return closed.getCount() == 0;
    }
  }

  private static final class Server implements Subscriber<ReadBuffer> {
    private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
    private final AtomicReference<Subscription> subscription = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public void onSubscribe(Subscription other) {
      subscription.set(other);
    }

    void request(long count) {
      subscription.get().request(count);
    }

    @Override
    public void onNext(ReadBuffer buffer) {
      ByteBuf bytes = NettyReadBufferFactory.toByteBuf(buffer);
      pieces.add(bytes.toString(UTF_8));
      bytes.release();
    }

    @Override
    public void onError(Throwable error) {
      throw new AssertionError(error);
    }

    @Override
    public void onComplete() {
      ended.countDown();
    }

    String next() throws InterruptedException {
      String piece = pieces.poll(10, TimeUnit.SECONDS);
      assertThat(piece).isNotNull();
      return piece;
    }
  }

  private void show(StreamBody shown, Duration heartbeat, Duration patience) {
    var factory = NettyReadBufferFactory.of(UnpooledByteBufAllocator.DEFAULT);
    new Viewer(shown, factory::adapt, viewers, heartbeat, patience, () -> isCut.set(true))
        .subscribe(server);
  }

  @Test
  void silenceIsFilledWithSignsOfLife() throws InterruptedException {
    show(body, SHORT, LONG);
    server.request(3);

    assertThat(server.next()).isEqualTo("open");
    assertThat(server.next()).isEqualTo("ping");
    assertThat(server.next()).isEqualTo("ping");
    assertThat(server.pieces).isEmpty();
    server.subscription.get().cancel();
  }

  @Test
  void aSignOfLifeWithoutBytesIsSeenByTheServerAlone() throws InterruptedException {
    show(new Silent(""), SHORT, LONG);
    server.request(3);

    assertThat(server.next() + server.next() + server.next()).isEqualTo("open");
    server.subscription.get().cancel();
  }

  @Test
  void whoTakesNothingForTooLongIsCut() {
    show(body, SHORT, Duration.ofMillis(100));

    await().atMost(SOON).untilTrue(isCut);
    await().atMost(SOON).until(body::isClosed);
    await().atMost(SOON).until(() -> viewers.count() == 0);
  }

  @Test
  void whoIsGoneEndsAnIdleBodyAtOnce() throws InterruptedException {
    show(body, LONG, LONG);
    server.request(1);
    server.next();

    server.subscription.get().cancel();

    assertThat(body.isClosed()).isTrue();
    await().atMost(SOON).until(() -> viewers.count() == 0);
  }

  @Test
  void theStopEndsWhoIsUpToDateAndCutsWhoIsNot() throws InterruptedException {
    show(body, LONG, LONG);
    server.request(1);
    server.next();
    await().atMost(SOON).until(() -> viewers.count() == 1);

    viewers.onApplicationEvent(new StopRequested());

    await().atMost(SOON).until(() -> viewers.count() == 0);
    assertThat(body.isClosed()).isTrue();
    assertThat(server.ended.getCount() == 0 || isCut.get()).isTrue();
  }

  @Test
  void whoComesWhileTheServiceStopsIsLetGo() {
    viewers.onApplicationEvent(new StopRequested());

    show(body, LONG, LONG);

    await().atMost(SOON).until(body::isClosed);
    await().atMost(SOON).until(() -> viewers.count() == 0);
  }

  @Test
  void theStopCutsWhatHasAnEndAndTakesNothingAfterAWhile() {
    body.isLive = false;
    show(body, LONG, LONG);
    await().atMost(SOON).until(() -> viewers.count() == 1);

    viewers.onApplicationEvent(new StopRequested());

    assertThat(body.isClosed()).isFalse();
    await().atMost(SOON).untilTrue(isCut);
    await().atMost(SOON).until(() -> viewers.count() == 0);
    assertThat(server.ended.getCount()).isEqualTo(1);
  }

  @Test
  void theStopCutsWhatHasAnEndAndDoesNotComeToItInAWhile() {
    body.isLive = false;
    show(body, SHORT, LONG);
    server.request(Long.MAX_VALUE);

    viewers.onApplicationEvent(new StopRequested());

    await().atMost(SOON).untilTrue(isCut);
    assertThat(server.ended.getCount()).isEqualTo(1);
  }

  @Test
  void theStopLetsWhatHasAnEndComeToIt() throws InterruptedException {
    body.isLive = false;
    show(body, LONG, LONG);
    server.request(1);
    assertThat(server.next()).isEqualTo("open");

    viewers.onApplicationEvent(new StopRequested());

    assertThat(body.isClosed()).isFalse();
    body.close();
    assertThat(server.ended.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(isCut).isFalse();
  }

  @Test
  void whatGoesWrongIsToldInLastWords() throws InterruptedException {
    body.failure = Optional.of(new UnavailableException(How.UNREACHABLE, "away"));
    body.lastWords = Optional.of("sorry".getBytes(UTF_8));

    show(body, LONG, LONG);
    server.request(1);

    assertThat(server.next()).isEqualTo("sorry");
    assertThat(server.ended.await(10, TimeUnit.SECONDS)).isTrue();
    await().atMost(SOON).until(body::isClosed);
    assertThat(isCut).isFalse();
  }

  /** Its client can't take a part for the whole. */
  @Test
  void whatGoesWrongWithoutLastWordsIsCut() {
    body.failure = Optional.of(new UnavailableException(How.UNREACHABLE, "away"));

    show(body, LONG, LONG);
    server.request(1);

    await().atMost(SOON).untilTrue(isCut);
    await().atMost(SOON).until(body::isClosed);
    assertThat(server.ended.getCount()).isEqualTo(1);
  }

  @Test
  void oneTooManyOfAKindIsRefusedAndOfAnotherKindIsNot() {
    show(body, LONG, LONG);
    await().atMost(SOON).until(() -> viewers.count() == 1);

    assertThatThrownBy(() -> viewers.refuseMore(Silent.BOUND))
        .isInstanceOf(LimitException.class)
        .hasMessage("1 is there already");
    viewers.refuseMore(new StreamBody.Bound(1, "%d of another kind"));
    server.subscription.get().cancel();
  }
}
