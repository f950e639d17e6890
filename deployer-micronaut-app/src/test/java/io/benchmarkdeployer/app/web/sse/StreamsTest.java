package io.benchmarkdeployer.app.web.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.app.wiring.StopRequested;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

class StreamsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final StreamSource.Part END = new StreamSource.Part.End();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Streams streams = new Streams(threads, Duration.ofMillis(50));
  private final Given source = new Given();

  /** Gives what a test puts in. */
  private static final class Given implements StreamSource {
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private final AtomicInteger pulled = new AtomicInteger();
    private volatile boolean closed;
    private volatile boolean broken;

    void put(String text) {
      parts.add(new Chunk(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Part next(Duration atMost) throws InterruptedException {
      if (broken) {
        throw new IllegalStateException("planted");
      }
      Part part = parts.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
      pulled.incrementAndGet();
      return part == null ? new Part.Quiet() : part;
    }

    @Override
    public void close() {
      closed = true;
      parts.add(END);
    }
  }

  @AfterEach
  void close() {
    source.close();
    threads.shutdownNow();
  }

  @Test
  void eventsBeginAtOnceAndEndWithTheirSource() {
    source.put("one");
    source.parts.add(END);

    assertThat(all(events())).containsExactly("retry: 2000\n\n", "one");
    awaitEnd();
  }

  @Test
  void aSilentLineIsToldThatItLives() {
    Flux<String> texts = texts(events());

    assertThat(texts.take(3).collectList().block(PATIENCE))
        .containsExactly("retry: 2000\n\n", ": ping\n\n", ": ping\n\n");
  }

  @Test
  void plainTextHasNothingButItsOwn() throws Exception {
    Flux<String> texts = texts(streams.bytes(HttpRequest.GET("/"), "text/plain", source));
    var told = new LinkedBlockingQueue<String>();
    var subscription = texts.subscribe(told::add);
    await().atMost(PATIENCE).until(() -> source.pulled.get() > 2);
    source.put("one");

    assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("one");
    subscription.dispose();
  }

  @Test
  void whoLeavesClosesTheSourceThoughItIsWaitedFor() {
    var subscription = texts(events()).subscribe();
    await().atMost(PATIENCE).until(() -> source.pulled.get() > 0);

    subscription.dispose();

    assertThat(source.closed).isTrue();
    await().atMost(PATIENCE).until(() -> streams.count() == 0);
  }

  @Test
  void nothingIsPulledThatIsNotAskedFor() {
    for (int number = 0; number < 100; number++) {
      source.put("x");
    }

    assertThat(texts(events()).take(5, true).collectList().block(PATIENCE)).hasSize(5);
    assertThat(source.pulled.get()).isEqualTo(4);
  }

  @Test
  void aSourceThatFailsBreaksTheAnswerOff() {
    source.broken = true;

    assertThatThrownBy(() -> all(events())).hasMessage("planted");
    awaitEnd();
  }

  @Test
  void theStopEndsAllThatAreUnderWayAndThatComeLater() {
    Flux<String> first = texts(events()).skipUntil(text -> text.equals("x"));
    streams.onApplicationEvent(new StopRequested());

    assertThat(first.collectList().block(PATIENCE)).isEmpty();
    assertThat(texts(events()).collectList().block(PATIENCE)).containsExactly("retry: 2000\n\n");
    awaitEnd();
  }

  @Test
  void aQuestionForTheHeadersAloneClosesTheSource() {
    var answer = streams.events(HttpRequest.HEAD("/"), source);

    assertThat(answer.getBody()).isEmpty();
    assertThat(source.closed).isTrue();
    assertThat(streams.count()).isZero();
  }

  /** Whoever reads hears of the end first. */
  private void awaitEnd() {
    await().atMost(PATIENCE).until(() -> source.closed && streams.count() == 0);
  }

  private HttpResponse<Publisher<byte[]>> events() {
    return streams.events(HttpRequest.GET("/"), source);
  }

  private static List<String> all(HttpResponse<Publisher<byte[]>> answer) {
    return texts(answer)
        .filter(text -> !text.startsWith(":"))
        .collectList()
        .blockOptional(PATIENCE)
        .orElseThrow();
  }

  private static Flux<String> texts(HttpResponse<Publisher<byte[]>> answer) {
    return Flux.from(answer.body()).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }
}
