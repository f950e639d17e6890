package io.benchmarkdeployer.app.bench;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** At the API server's own exec, by a bare OkHttp: none of our code in between. */
final class ApiServerSeat extends WebSocketListener implements Seat {
  private static final int STDOUT = 1;
  private static final byte STDIN = 0;

  private final BlockingQueue<ByteString> frames = new ArrayBlockingQueue<>(64);
  private final WebSocket socket;

  private ApiServerSeat(OkHttpClient client, Request request) {
    this.socket = client.newWebSocket(request, this);
  }

  /** One client for all seats, with the credentials of this file. */
  record Client(ApiClient credentials, OkHttpClient http) {
    static Client of(String kubeconfig) throws IOException {
      try (var reader = Files.newBufferedReader(Path.of(kubeconfig))) {
        ApiClient client = ClientBuilder.kubeconfig(KubeConfig.loadKubeConfig(reader)).build();
        return new Client(
            client,
            client
                .getHttpClient()
                .newBuilder()
                .readTimeout(Duration.ZERO)
                .pingInterval(Duration.ZERO)
                .build());
      }
    }
  }

  static ApiServerSeat open(Client client, ContainerRef container) {
    HttpUrl url =
        HttpUrl.get(client.credentials().getBasePath())
            .newBuilder()
            .addPathSegments("api/v1/namespaces")
            .addPathSegment(container.namespace())
            .addPathSegment("pods")
            .addPathSegment(container.pod())
            .addPathSegment("exec")
            .addQueryParameter("container", container.container())
            .addQueryParameter("command", "/bin/sh")
            .addQueryParameter("stdin", "true")
            .addQueryParameter("stdout", "true")
            .addQueryParameter("tty", "true")
            .build();
    var request =
        new Request.Builder().url(url).header("Sec-WebSocket-Protocol", "v4.channel.k8s.io");
    return new ApiServerSeat(client.http(), request.build());
  }

  @Override
  public void onMessage(WebSocket from, ByteString frame) {
    if (frame.size() > 1 && frame.getByte(0) == STDOUT) {
      put(frame);
    }
  }

  private void put(ByteString frame) {
    try {
      frames.put(frame);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** An empty frame stands for the end. */
  @Override
  public void onFailure(WebSocket from, Throwable why, @Nullable Response response) {
    frames.offer(ByteString.EMPTY);
  }

  @Override
  public void type(byte[] keys) {
    var frame = new byte[1 + keys.length];
    frame[0] = STDIN;
    System.arraycopy(keys, 0, frame, 1, keys.length);
    socket.send(ByteString.of(frame));
  }

  @Override
  public ByteBuffer take() throws IOException, InterruptedException {
    ByteString frame = frames.poll(60, TimeUnit.SECONDS);
    if (frame == null || frame.size() == 0) {
      throw new EOFException("nothing comes from the API server");
    }
    return ByteBuffer.wrap(frame.toByteArray()).position(1);
  }

  @Override
  public void close() {
    socket.cancel();
  }
}
