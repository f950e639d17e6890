package io.benchmarkdeployer.k8s;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kubernetes.client.util.ClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An API server on loopback that answers as a test says; it knows the kinds of a benchmark. */
final class StubApiServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();

  /** What it was asked, in order: method, target and body. */
  final List<Asked> asked = new CopyOnWriteArrayList<>();

  /** How who asked said who it is, in order. */
  final List<String> authorizations = new CopyOnWriteArrayList<>();

  record Asked(String method, String target, String body) {}

  /** How it answers. */
  interface Answer {
    void give(HttpExchange exchange) throws IOException, InterruptedException;
  }

  StubApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
    on("GET /version", json(200, "{'gitVersion':'v1.99.0'}"));
    on(
        "GET /api/v1",
        json(
            200,
            """
            {'kind':'APIResourceList','groupVersion':'v1','resources':[
            {'name':'configmaps','kind':'ConfigMap','namespaced':true},
            {'name':'secrets','kind':'Secret','namespaced':true},
            {'name':'namespaces','kind':'Namespace','namespaced':false},
            {'name':'pods','kind':'Pod','namespaced':true},
            {'name':'pods/log','kind':'Pod','namespaced':true}]}\
            """));
    on("GET /apis", json(200, "{'kind':'APIGroupList','groups':[]}"));
  }

  KubernetesCluster cluster() {
    return cluster(Duration.ofSeconds(10));
  }

  KubernetesCluster cluster(Duration callTimeout) {
    return KubernetesCluster.open(connection().withCallTimeout(callTimeout));
  }

  KubernetesConnection connection() {
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    return KubernetesConnection.of(() -> new ClientBuilder().setBasePath(address));
  }

  /** Answers this method and path so, one after the other; the last one again and again. */
  StubApiServer on(String question, Answer... inTurn) {
    answers.put(question, new ArrayDeque<>(Arrays.asList(inTurn)));
    return this;
  }

  /** How often it was asked this. */
  long times(String question) {
    return asked.stream().filter(one -> question.equals(question(one))).count();
  }

  private static String question(Asked one) {
    return one.method() + " " + one.target().replaceFirst("\\?.*", "");
  }

  /** JSON, with apostrophes for quotes. */
  static Answer json(int code, String text) {
    return text(code, text.replace('\'', '"'));
  }

  static Answer text(int code, String text) {
    return exchange -> {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    };
  }

  static Answer status(int code, String reason, String message) {
    return json(
        code,
        "{'kind':'Status','status':'Failure','code':%d,'reason':'%s','message':'%s'}"
            .formatted(code, reason, message));
  }

  /** Takes the question and breaks the connection. */
  static Answer broken() {
    return HttpExchange::close;
  }

  /** Takes the question and says nothing until the stub is closed. */
  Answer silence() {
    return exchange -> closing.await();
  }

  /** Says this, then nothing until the stub is closed. */
  Answer thenSilence(String text) {
    return exchange -> {
      begin(exchange, text);
      closing.await();
    };
  }

  /** Says this and breaks the connection without the end that HTTP knows. */
  static Answer thenBroken(String text) {
    return exchange -> {
      begin(exchange, text);
      throw new IOException("broken on purpose");
    };
  }

  private static void begin(HttpExchange exchange, String text) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String target = URLDecoder.decode(exchange.getRequestURI().toString(), StandardCharsets.UTF_8);
    var question = new Asked(exchange.getRequestMethod(), target, body);
    asked.add(question);
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    try {
      answerTo(question).give(exchange);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer answerTo(Asked one) {
    Deque<Answer> inTurn = answers.get(question(one));
    if (inTurn == null) {
      return text(404, "404 page not found");
    }
    synchronized (inTurn) {
      return inTurn.size() > 1 ? inTurn.removeFirst() : inTurn.getFirst();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    threads.shutdownNow();
    server.stop(0);
  }
}
