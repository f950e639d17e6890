package io.benchmarkdeployer.app.web.sse;

import io.benchmarkdeployer.app.wiring.StopRequested;
import io.benchmarkdeployer.core.port.LimitException;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Answers that go on until their source ends, their client leaves or the service stops. Each is
 * pulled by a virtual thread of its own, no faster than its client takes it.
 */
@Singleton
public final class Streams implements ApplicationEventListener<StopRequested> {
  private static final int MOST = 5_000;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Chunk GREETING = new EventText().retry(Duration.ofSeconds(2)).chunk();
  private static final Chunk PING = new EventText().comment("ping").chunk();

  private final Scheduler threads;
  private final Duration heartbeat;
  private final Set<OpenStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  @Inject
  Streams(@Named(TaskExecutors.BLOCKING) ExecutorService threads) {
    this(threads, HEARTBEAT);
  }

  Streams(ExecutorService threads, Duration heartbeat) {
    this.threads = Schedulers.fromExecutorService(threads);
    this.heartbeat = heartbeat;
  }

  /**
   * Server-sent events. It begins at once, before the source has anything to tell, and a silent
   * line gets a comment now and then.
   *
   * @param source it is closed in any case, also where this throws
   * @throws LimitException where as many answers are under way as may be
   */
  public MutableHttpResponse<Publisher<byte[]>> events(
      HttpRequest<?> request, StreamSource source) {
    return answer(request, MediaType.TEXT_EVENT_STREAM, source, GREETING, PING);
  }

  /**
   * Plain text, or whatever else the media type says; it begins with the first chunk.
   *
   * @param source it is closed in any case, also where this throws
   * @throws LimitException where as many answers are under way as may be
   */
  public MutableHttpResponse<Publisher<byte[]>> bytes(
      HttpRequest<?> request, String mediaType, StreamSource source) {
    return answer(request, mediaType, source, Chunk.EMPTY, Chunk.EMPTY);
  }

  private MutableHttpResponse<Publisher<byte[]>> answer(
      HttpRequest<?> request, String mediaType, StreamSource source, Chunk greeting, Chunk ping) {
    var response =
        HttpResponse.<Publisher<byte[]>>ok()
            .header(HttpHeaders.CONTENT_TYPE, mediaType)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .header("X-Accel-Buffering", "no");
    // Nobody would ever pull, nor close.
    if (request.getMethod() == HttpMethod.HEAD) {
      source.close();
      return response;
    }
    return response.body(enter(source, greeting, ping).publisher(threads));
  }

  private OpenStream enter(StreamSource source, Chunk greeting, Chunk ping) {
    var stream = new OpenStream(source, greeting, ping, heartbeat, open::remove);
    if (open.size() >= MOST) {
      source.close();
      throw new LimitException(
          LimitException.Limit.COUNT,
          "%d streams are open already: close one of them".formatted(MOST));
    }
    open.add(stream);
    if (stopping) {
      source.close();
    }
    return stream;
  }

  /** How many answers are under way. */
  public int count() {
    return open.size();
  }

  /** The server waits for answers that are under way, so they are to end. */
  @Override
  public void onApplicationEvent(StopRequested event) {
    stopping = true;
    open.forEach(OpenStream::end);
  }
}
