package io.benchmarkdeployer.app.bench;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/** A container's log as {@code kubectl logs -f} has it: a bare request to the API server. */
final class RawLog {
  private static final int BUFFER = 64 << 10;

  private final Response response;
  private long lines;
  private long firstAt;
  private long lastAt;

  private RawLog(Response response) {
    this.response = response;
  }

  /** Empty where the container has not begun. */
  static Optional<RawLog> open(ApiServerSeat.Client client, String namespace, String pod)
      throws IOException {
    HttpUrl url =
        HttpUrl.get(client.credentials().getBasePath())
            .newBuilder()
            .addPathSegments("api/v1/namespaces")
            .addPathSegment(namespace)
            .addPathSegment("pods")
            .addPathSegment(pod)
            .addPathSegment("log")
            .addQueryParameter("container", "main")
            .addQueryParameter("follow", "true")
            .build();
    Response response = client.http().newCall(new Request.Builder().url(url).build()).execute();
    if (response.isSuccessful()) {
      return Optional.of(new RawLog(response));
    }
    response.close();
    return Optional.empty();
  }

  /** Reads it to its end; fails where a line is missing. */
  RawLog read(Latencies delays) throws IOException {
    var bytes = new byte[BUFFER];
    int size = 0;
    try (response;
        InputStream in = response.body().byteStream()) {
      int read = in.read(bytes, size, bytes.length - size);
      while (read >= 0) {
        size += read;
        int taken = take(bytes, size, delays);
        System.arraycopy(bytes, taken, bytes, 0, size - taken);
        size -= taken;
        read = in.read(bytes, size, bytes.length - size);
      }
    }
    return this;
  }

  private int take(byte[] bytes, int size, Latencies delays) throws IOException {
    long now = PrintedLine.now();
    int at = 0;
    for (; at + PrintedLine.LENGTH < size; at += PrintedLine.LENGTH + 1) {
      if (PrintedLine.number(bytes, at) != PrintedLine.FIRST + lines) {
        throw new IOException("the cluster itself lost lines after " + lines);
      }
      firstAt = lines == 0 ? now : firstAt;
      lastAt = now;
      lines++;
      delays.add(now - PrintedLine.time(bytes, at));
    }
    return at;
  }

  long lines() {
    return lines;
  }

  /** Lines in a second, from the first to the last. */
  double rate() {
    return lines * 1e9 / Math.max(1, lastAt - firstAt);
  }
}
