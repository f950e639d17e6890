package io.benchmarkdeployer.k8s;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;

/**
 * The clients of one API server, so that what is slow in its nature does not slow the rest. All but
 * terminals run on the thread that calls: the limits of OkHttp's dispatcher hold for none.
 */
final class HttpClients implements AutoCloseable {
  private static final Duration PING = Duration.ofSeconds(10);

  private final OkHttpClient unary;
  private final OkHttpClient watches;
  private final OkHttpClient logs;

  /** A container may be quiet for as long as it likes. */
  private final OkHttpClient follows;

  private final ExecutorService readers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("terminal-", 0).factory());
  private final OkHttpClient terminals;

  HttpClients(ApiClient client, KubernetesConnection connection) {
    Duration callTimeout = connection.callTimeout();
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
    this.terminals =
        clientOf(client, connection)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            // A reader that is held back for longer than two pings would be taken for dead.
            .pingInterval(Duration.ZERO)
            .socketFactory(new KeptAliveSockets())
            .dispatcher(unlimited(readers))
            // The API server closes a connection on which it refused a WebSocket, without saying
            // so: none is kept. The time is also how often OkHttp looks at those in use.
            .connectionPool(new ConnectionPool(0, 5, TimeUnit.MINUTES))
            .build();
  }

  /** A WebSocket holds its place for as long as it lasts. */
  private static Dispatcher unlimited(ExecutorService threads) {
    var dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return dispatcher;
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
        .eventListenerFactory(HttpClients::listener)
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

  /** What hears how far a call has come, where its request carries one. */
  private static EventListener listener(Call call) {
    EventListener progress = call.request().tag(EventListener.class);
    return progress == null ? EventListener.NONE : progress;
  }

  OkHttpClient unary() {
    return unary;
  }

  OkHttpClient watches() {
    return watches;
  }

  OkHttpClient logs(boolean follow) {
    return follow ? follows : logs;
  }

  OkHttpClient terminals() {
    return terminals;
  }

  /** Breaks what is under way, and gives back all connections. Idempotent. */
  @Override
  public void close() {
    for (OkHttpClient client : List.of(unary, watches, logs, terminals)) {
      client.dispatcher().cancelAll();
      client.connectionPool().evictAll();
    }
    readers.shutdown();
  }
}
