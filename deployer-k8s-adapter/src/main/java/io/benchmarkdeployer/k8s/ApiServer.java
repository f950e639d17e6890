package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.util.exception.TokenAquisitionException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * The API server over HTTP: what is asked, what is answered, and what no answer means. Reads are
 * repeated within the time of one call; a write is sent once.
 */
final class ApiServer implements AutoCloseable {
  private static final Duration PING = Duration.ofSeconds(10);
  private static final int MOST_TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final MediaType JSON = MediaType.get("application/json");

  /** JSON is YAML, and read by the API server's YAML reader. */
  private static final MediaType APPLY = MediaType.get("application/apply-patch+yaml");

  private final HttpUrl base;
  private final Duration callTimeout;
  private final OkHttpClient unary;
  private final OkHttpClient watches;
  private final OkHttpClient logs;

  /** A container may be quiet for as long as it likes. */
  private final OkHttpClient follows;

  private volatile boolean closed;

  /**
   * Three clients, so that what is slow in its nature does not slow the rest. Calls run on the
   * thread that makes them: the limits of OkHttp's dispatcher hold for none.
   */
  ApiServer(KubernetesConnection connection) {
    ApiClient client = connection.client();
    this.base = address(client);
    this.callTimeout = connection.callTimeout();
    this.unary =
        clientOf(client, connection)
            .readTimeout(callTimeout)
            .writeTimeout(callTimeout)
            .pingInterval(PING)
            .build();
    this.watches =
        clientOf(client, connection)
            .readTimeout(connection.watchSilence().plus(connection.watchGrace()))
            .writeTimeout(callTimeout)
            .pingInterval(PING)
            .build();
    // On HTTP/2 each log that nobody reads may hold 16 MiB.
    this.logs =
        clientOf(client, connection)
            .readTimeout(callTimeout)
            .writeTimeout(callTimeout)
            .pingInterval(Duration.ZERO)
            .protocols(List.of(Protocol.HTTP_1_1))
            .build();
    this.follows = logs.newBuilder().readTimeout(Duration.ZERO).build();
  }

  private static HttpUrl address(ApiClient client) {
    HttpUrl address = HttpUrl.parse(client.getBasePath());
    if (address == null) {
      throw new IllegalArgumentException("The cluster's address is not an http or https URL");
    }
    return address;
  }

  private static OkHttpClient.Builder clientOf(ApiClient client, KubernetesConnection connection) {
    return client
        .getHttpClient()
        .newBuilder()
        .dispatcher(new Dispatcher())
        .connectionPool(new ConnectionPool())
        .connectTimeout(connection.connectTimeout())
        .callTimeout(Duration.ZERO)
        // OkHttp would send a write again where a pooled connection died under it.
        .retryOnConnectionFailure(false)
        .followRedirects(false)
        .followSslRedirects(false)
        .eventListenerFactory(ApiServer::listener)
        .addInterceptor(chain -> chain.proceed(authenticated(client, chain)));
  }

  /** Static tokens and passwords: the generated calls add them, which we don't use. */
  private static Request authenticated(ApiClient client, Interceptor.Chain chain)
      throws IOException {
    var headers = new HashMap<String, String>();
    URI address = chain.request().url().uri();
    try {
      client
          .getAuthentication("BearerToken")
          .applyToParams(new ArrayList<>(), headers, new HashMap<>(), "", "", address);
    } catch (ApiException refused) {
      throw new IOException("the credentials can't be used", refused);
    }
    Request.Builder request = chain.request().newBuilder();
    headers.forEach(request::header);
    return request.header("User-Agent", "benchmark-deployer").build();
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
    Call call = call(unary, request, progress);
    call.timeout().timeout(atMost.toNanos(), TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      return ApiAnswer.of(response);
    } catch (IOException | TokenAquisitionException failed) {
      throw new NoAnswer(progress.sent, failed);
    }
  }

  private Call call(OkHttpClient client, Request request, Progress progress) {
    if (closed) {
      throw new UnavailableException(How.UNREACHABLE, "The connection to the cluster was closed");
    }
    return client.newCall(request.newBuilder().tag(Progress.class, progress).build());
  }

  /** A call whose answer is read for as long as it lasts; to be executed and closed by who asks. */
  Call watch(HttpUrl url) {
    return call(watches, request(url).build(), new Progress());
  }

  /** The same for a log: no answer to be parsed, and on a connection of its own. */
  Call log(HttpUrl url, boolean follow) {
    return call(follow ? follows : logs, new Request.Builder().url(url).build(), new Progress());
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
    Progress progress = call.request().tag(Progress.class);
    return progress != null && progress.sent;
  }

  /** Breaks what is under way, and gives back all connections. Idempotent. */
  @Override
  public void close() {
    closed = true;
    for (OkHttpClient client : List.of(unary, watches, logs)) {
      client.dispatcher().cancelAll();
      client.connectionPool().evictAll();
    }
  }

  /** Whether a request left us. */
  private static final class Progress extends EventListener {
    private volatile boolean sent;

    @Override
    public void requestHeadersStart(Call call) {
      sent = true;
    }
  }

  private static EventListener listener(Call call) {
    Progress progress = call.request().tag(Progress.class);
    return progress == null ? EventListener.NONE : progress;
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
