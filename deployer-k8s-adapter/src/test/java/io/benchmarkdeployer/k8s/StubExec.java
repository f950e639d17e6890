package io.benchmarkdeployer.k8s;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kubernetes.client.util.ClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/** An API server on loopback with one pod, in which a test plays the programs. */
final class StubExec implements AutoCloseable {
  static final String UID = "the-pod";
  private static final int NORMAL = 1000;

  private final MockWebServer server = new MockWebServer();
  private final BlockingQueue<MockResponse> answers = new LinkedBlockingQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** What was asked of it to be run, in order. */
  final BlockingQueue<RecordedRequest> asked = new LinkedBlockingQueue<>();

  StubExec() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            if (!request.getUrl().encodedPath().endsWith("/exec")) {
              return json(200, "{'kind':'Pod','metadata':{'name':'pod','uid':'" + UID + "'}}");
            }
            asked.add(request);
            return answers.take();
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  KubernetesConnection connection() {
    String address = "http://127.0.0.1:" + server.getPort();
    return KubernetesConnection.of(() -> new ClientBuilder().setBasePath(address));
  }

  /** Lets the next one in. */
  Program accept(String subprotocol) {
    var program = new Program();
    answers.add(
        new MockResponse.Builder()
            .webSocketUpgrade(program)
            .addHeader("Sec-WebSocket-Protocol", subprotocol)
            .build());
    return program;
  }

  /** Answers the next one with something else. */
  StubExec refuse(MockResponse answer) {
    answers.add(answer);
    return this;
  }

  static MockResponse json(int code, String text) {
    return new MockResponse.Builder()
        .code(code)
        .addHeader("Content-Type", "application/json")
        .body(text.replace('\'', '"'))
        .build();
  }

  static MockResponse text(int code, String type, String text) {
    return new MockResponse.Builder().code(code).addHeader("Content-Type", type).body(text).build();
  }

  static MockResponse silence() {
    return new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
  }

  @Override
  public void close() {
    closing.countDown();
    server.close();
  }

  /** The other end of a WebSocket. */
  final class Program extends WebSocketListener {
    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
    private final BlockingQueue<ByteString> received = new LinkedBlockingQueue<>();
    private volatile boolean deaf;

    @Override
    public void onOpen(WebSocket opened, Response response) {
      socket.complete(opened);
    }

    @Override
    public void onMessage(WebSocket from, ByteString frame) {
      received.add(frame);
      if (deaf) {
        try {
          closing.await();
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
        }
      }
    }

    @Override
    public void onClosing(WebSocket from, int code, String reason) {
      from.close(NORMAL, null);
    }

    /** Takes the next frame, and none after it. */
    void stopListening() {
      deaf = true;
    }

    void print(String text) {
      send(1, text);
    }

    void complain(String text) {
      send(2, text);
    }

    /** Tells the end, with apostrophes for quotes. */
    void status(String json) {
      send(3, json.replace('\'', '"'));
    }

    void exit(int code) {
      status(
          code == 0
              ? "{'status':'Success'}"
              : "{'status':'Failure','reason':'NonZeroExitCode','details':"
                  + "{'causes':[{'reason':'ExitCode','message':'"
                  + code
                  + "'}]}}");
    }

    void hangUp() {
      socket.join().close(NORMAL, null);
    }

    private void send(int channel, String text) {
      byte[] bytes = text.getBytes(UTF_8);
      byte[] frame = new byte[bytes.length + 1];
      frame[0] = (byte) channel;
      System.arraycopy(bytes, 0, frame, 1, bytes.length);
      socket.join().send(ByteString.of(frame));
    }

    /** The next frame that came. */
    ByteString received() throws InterruptedException {
      return Optional.ofNullable(received.poll(10, TimeUnit.SECONDS)).orElseThrow();
    }
  }
}
