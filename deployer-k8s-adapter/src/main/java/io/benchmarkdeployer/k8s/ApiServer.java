package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.exception.TokenAquisitionException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/**
 * The API server over HTTP: what is asked, what is answered, and what no answer means. Reads are
 * repeated within the time of one call; a write is sent once.
 */
final class ApiServer implements AutoCloseable {
  private static final int MOST_TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final MediaType JSON = MediaType.get("application/json");

  /** JSON is YAML, and read by the API server's YAML reader. */
  private static final MediaType APPLY = MediaType.get("application/apply-patch+yaml");

  private final HttpUrl base;
  private final Duration callTimeout;
  private final HttpClients clients;
  private volatile boolean closed;

  /** Makes ready to ask; nothing is asked yet. */
  ApiServer(KubernetesConnection connection) {
    ApiClient client = connection.client();
    this.base = address(client);
    this.callTimeout = connection.callTimeout();
    this.clients = new HttpClients(client, connection);
  }

  private static HttpUrl address(ApiClient client) {
    HttpUrl address = HttpUrl.parse(client.getBasePath());
    if (address == null) {
      throw new IllegalArgumentException("The cluster's address is not an http or https URL");
    }
    return address;
  }

  /** Where a path begins: the cluster's address, which may have a path itself. */
  HttpUrl.Builder url() {
    return base.newBuilder();
  }

  /**
   * Asks; again where the answer did not come or said "not now", as long as there is time.
   *
   * @throws UnavailableException where no answer came
   */
  ApiAnswer read(HttpUrl url) {
    return ask(request(url).build());
  }

  /** Applies as a dry run: it changes nothing, and so is a question. */
  ApiAnswer tryPatch(HttpUrl url, Json.Obj body) {
    return ask(request(url).patch(bytes(body, APPLY)).build());
  }

  private ApiAnswer ask(Request request) {
    long end = System.nanoTime() + callTimeout.toNanos();
    for (int tries = 1; ; tries++) {
      boolean last = tries == MOST_TRIES || left(end).compareTo(pauseAfter(tries)) <= 0;
      try {
        ApiAnswer answer = exchange(request, left(end));
        if (last || !answer.isTransient()) {
          return answer;
        }
      } catch (NoAnswer failed) {
        if (last || failed.isSilence()) {
          throw failed.toUnavailable();
        }
      }
      pause(pauseAfter(tries));
    }
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
  }

  private static Duration pauseAfter(int tries) {
    return FIRST_PAUSE.multipliedBy(1L << (tries - 1));
  }

  private static void pause(Duration most) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most.toMillis() / 2, most.toMillis()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(
          How.UNREACHABLE, "The service is stopping; try again", stopped);
    }
  }

  /** Applies, once. */
  ApiAnswer patch(HttpUrl url, Json.Obj body) {
    return write(request(url).patch(bytes(body, APPLY)).build());
  }

  /** Deletes, once. */
  ApiAnswer delete(HttpUrl url, Json.Obj options) {
    return write(request(url).delete(bytes(options, JSON)).build());
  }

  private static Request.Builder request(HttpUrl url) {
    return new Request.Builder().url(url).header("Accept", "application/json");
  }

  private static RequestBody bytes(Json.Obj body, MediaType type) {
    return RequestBody.create(body.toString().getBytes(StandardCharsets.UTF_8), type);
  }

  /**
   * Sends it once.
   *
   * @throws UnavailableException where it did not reach the server, for sure
   * @throws UnknownOutcomeException where it was sent and no answer came
   */
  private ApiAnswer write(Request request) {
    try {
      return exchange(request, callTimeout);
    } catch (NoAnswer failed) {
      throw failed.toWriteFailure();
    }
  }

  private ApiAnswer exchange(Request request, Duration atMost) throws NoAnswer {
    var progress = new Progress();
    Call call = call(clients.unary(), request, progress);
    call.timeout().timeout(atMost.toNanos(), TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      return ApiAnswer.of(response);
    } catch (IOException | TokenAquisitionException failed) {
      throw new NoAnswer(progress.sent, failed);
    }
  }

  private Call call(OkHttpClient client, Request request, Progress progress) {
    checkOpen();
    return client.newCall(request.newBuilder().tag(EventListener.class, progress).build());
  }

  /** A call whose answer is read for as long as it lasts; to be executed and closed by who asks. */
  Call watch(HttpUrl url) {
    return call(clients.watches(), request(url).build(), new Progress());
  }

  /** The same for a log: no answer to be parsed, and on a connection of its own. */
  Call log(HttpUrl url, boolean follow) {
    return call(clients.logs(follow), new Request.Builder().url(url).build(), new Progress());
  }

  /**
   * Asks for a WebSocket that speaks one of these subprotocols; the listener is told what comes of
   * it, for which there is no limit of time.
   */
  WebSocket webSocket(HttpUrl url, String subprotocols, WebSocketListener listener) {
    checkOpen();
    Request request =
        new Request.Builder().url(url).header("Sec-WebSocket-Protocol", subprotocols).build();
    return clients.terminals().newWebSocket(request, listener);
  }

  private void checkOpen() {
    if (closed) {
      throw new UnavailableException(How.UNREACHABLE, "The connection to the cluster was closed");
    }
  }

  /** How long one call may take. */
  Duration callTimeout() {
    return callTimeout;
  }

  /**
   * Executes such a call up to the head of its answer, within the time of one call.
   *
   * @throws UnavailableException where none came
   */
  Response begin(Call call) {
    var head = new CompletableFuture<Response>();
    var end =
        head.orTimeout(callTimeout.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((answer, late) -> cancelIf(late != null, call));
    try {
      Response answer = call.execute();
      head.complete(answer);
      return answer;
    } catch (IOException | TokenAquisitionException failed) {
      boolean late = end.isCompletedExceptionally();
      head.cancel(false);
      Exception why = late ? new InterruptedIOException("timeout") : failed;
      throw new NoAnswer(wasSent(call), why).toUnavailable();
    }
  }

  private static void cancelIf(boolean late, Call call) {
    if (late) {
      call.cancel();
    }
  }

  private static boolean wasSent(Call call) {
    return call.request().tag(EventListener.class) instanceof Progress progress && progress.sent;
  }

  /** Breaks what is under way, and gives back all connections. Idempotent. */
  @Override
  public void close() {
    closed = true;
    clients.close();
  }

  /** Whether a request left us. */
  private static final class Progress extends EventListener {
    private volatile boolean sent;

    @Override
    public void requestHeadersStart(Call call) {
      sent = true;
    }
  }

  /** No answer came. */
  private static final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean sent;
    private final Exception why;

    NoAnswer(boolean sent, Exception why) {
      super(why);
      this.sent = sent;
      this.why = why;
    }

    /** It took the question and its time; unlike a connection that broke. */
    boolean isSilence() {
      return sent && why instanceof InterruptedIOException;
    }

    UnavailableException toUnavailable() {
      return isSilence()
          ? new UnavailableException(
              How.SILENT, "The cluster did not answer in time; try again later", why)
          : new UnavailableException(
              How.UNREACHABLE, "The cluster can't be reached; try again later", why);
    }

    DeployerException toWriteFailure() {
      return sent
          ? new UnknownOutcomeException(
              "The cluster did not say whether it did what it was told: look it up", why)
          : toUnavailable();
    }
  }
}
