package io.benchmarkdeployer.app.web.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.usecase.LogFollower;
import io.micronaut.buffer.netty.NettyReadBufferFactory;
import io.micronaut.core.io.buffer.ReadBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
class LogViewerTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final OpenViewers viewers = new OpenViewers();
  private final AtomicBoolean isCut = new AtomicBoolean();
  private final Server server = new Server();
  private final Silent follower = new Silent();

  /** Nothing ever happens in this log. */
  private static final class Silent implements LogFollower {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public Part next(Duration atMost) throws InterruptedException {
      return closed.await(atMost.toNanos(), TimeUnit.NANOSECONDS)
          ? new Part.Closed()
          : new Part.Quiet();
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
      pieces.add(bytes.toString(StandardCharsets.UTF_8));
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

  private LogViewer viewer(LogForm form, Duration heartbeat, Duration patience) {
    var factory = NettyReadBufferFactory.of(UnpooledByteBufAllocator.DEFAULT);
    var viewer =
        new LogViewer(
            LogBody.live(follower, form).withHeartbeat(heartbeat),
            factory::adapt,
            viewers,
            patience,
            () -> isCut.set(true));
    viewer.subscribe(server);
    return viewer;
  }

  private static LogForm events() {
    return new EventForm(false, io.micronaut.json.JsonMapper.createDefault());
  }

  @Test
  void silenceIsFilledWithSignsOfLife() throws InterruptedException {
    viewer(events(), SHORT, LONG);
    server.request(3);

    assertThat(server.next()).isEqualTo("retry: 2000\n: open\n\n");
    assertThat(server.next()).isEqualTo(": ping\n\n");
    assertThat(server.next()).isEqualTo(": ping\n\n");
    assertThat(server.pieces).isEmpty();
    server.subscription.get().cancel();
  }

  @Test
  void ofTextTheSignOfLifeIsSeenByTheServerAlone() throws InterruptedException {
    viewer(new TextForm(false, false), SHORT, LONG);
    server.request(3);

    assertThat(server.next() + server.next() + server.next()).isEmpty();
    server.subscription.get().cancel();
  }

  @Test
  void whoTakesNothingForTooLongIsCut() {
    viewer(events(), SHORT, Duration.ofMillis(100));

    await().atMost(SOON).untilTrue(isCut);
    await().atMost(SOON).until(follower::isClosed);
    await().atMost(SOON).until(() -> viewers.count() == 0);
  }

  @Test
  void whoIsGoneEndsAnIdleFollowerAtOnce() throws InterruptedException {
    viewer(events(), LONG, LONG);
    server.request(1);
    server.next();

    server.subscription.get().cancel();

    assertThat(follower.isClosed()).isTrue();
    await().atMost(SOON).until(() -> viewers.count() == 0);
  }

  @Test
  void theStopEndsWhoIsUpToDateAndCutsWhoIsNot() throws InterruptedException {
    viewer(events(), LONG, LONG);
    server.request(1);
    server.next();
    await().atMost(SOON).until(() -> viewers.count() == 1);

    viewers.onApplicationEvent(new io.benchmarkdeployer.app.wiring.StopRequested());

    await().atMost(SOON).until(() -> viewers.count() == 0);
    assertThat(follower.isClosed()).isTrue();
    assertThat(server.ended.getCount() == 0 || isCut.get()).isTrue();
  }

  @Test
  void whoComesWhileTheServiceStopsIsLetGo() {
    viewers.onApplicationEvent(new io.benchmarkdeployer.app.wiring.StopRequested());

    viewer(events(), LONG, LONG);

    await().atMost(SOON).until(follower::isClosed);
    await().atMost(SOON).until(() -> viewers.count() == 0);
  }
}
