package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * A container's log, read ahead by a thread of its own, so that who waits for a line can be
 * interrupted.
 */
final class KubernetesLog implements LogStream, OpenStreams.Stream {
  private static final int CHUNK = 16 << 10;

  /** The kubelet's words, and the API server's, for a container that has printed nothing yet. */
  private static final List<String> NOT_STARTED =
      List.of("is waiting to start", "does not have a host assigned");

  /** Their words for a log that there is not, or no longer. */
  private static final List<String> NO_LOG =
      List.of(
          "is not valid for pod",
          "not found",
          "is terminated",
          "is not available",
          "unable to retrieve container logs",
          "failed to try resolving symlinks",
          "no such file or directory");

  private final LogRequest request;
  private final Call call;
  private final OpenStreams open;
  private final LogPipe pipe = new LogPipe();
  private final LogLines lines = new LogLines();
  private Optional<LogLine> first = Optional.empty();
  private boolean ended;
  private boolean told;

  private KubernetesLog(LogRequest request, Call call, OpenStreams open) {
    this.request = request;
    this.call = call;
    this.open = open;
  }

  /** Opens it; an answer has come when it returns. */
  static KubernetesLog open(ApiServer server, LogRequest request, OpenStreams open) {
    Call call = server.log(url(server, request), request.follow());
    var log = new KubernetesLog(request, call, open);
    open.add(log);
    try {
      log.begin(server.begin(call));
      return log;
    } catch (DeployerException failed) {
      log.close();
      throw failed;
    }
  }

  private static HttpUrl url(ApiServer server, LogRequest request) {
    HttpUrl.Builder url =
        server
            .url()
            .addPathSegments("api/v1/namespaces")
            .addPathSegment(request.namespace())
            .addPathSegment("pods")
            .addPathSegment(request.pod())
            .addPathSegment("log")
            .addQueryParameter("container", request.container())
            .addQueryParameter("timestamps", "true")
            .addQueryParameter("follow", String.valueOf(request.follow()))
            .addQueryParameter("previous", String.valueOf(request.previous()));
    request
        .since()
        .map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString())
        .ifPresent(time -> url.addQueryParameter("sinceTime", time));
    request.tail().ifPresent(tail -> url.addQueryParameter("tailLines", String.valueOf(tail)));
    return url.build();
  }

  private void begin(Response response) {
    if (!response.isSuccessful()) {
      try (response) {
        throw refused(ApiAnswer.of(response));
      } catch (IOException broken) {
        throw brokenOff(broken);
      }
    }
    Thread.ofVirtual().name("log " + request.pod()).start(() -> pump(response));
    if (!request.follow()) {
      first = readFirst();
    }
  }

  private DeployerException refused(ApiAnswer answer) {
    String about =
        "The log of container %s in pod %s".formatted(request.container(), request.pod());
    String words = answer.message();
    if (NOT_STARTED.stream().anyMatch(words::contains)) {
      return new ConflictException(about + ": the container has not started: it has no log yet");
    }
    boolean none = answer.code() == 404 || NO_LOG.stream().anyMatch(words::contains);
    return none
        ? new NotFoundException(about + ": " + ClusterWords.OPEN.of(answer))
        : new Refusal(answer, about, ClusterWords.OPEN).ofRead();
  }

  /** Whether there is a log shows only where its first line should be. */
  private Optional<LogLine> readFirst() {
    try {
      return next();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(How.UNREACHABLE, "The service is stopping", stopped);
    }
  }

  private void pump(Response response) {
    try (response) {
      readAll(response.body().source());
    } catch (InterruptedException closed) {
      call.cancel();
    } finally {
      pipe.finish();
    }
  }

  private void readAll(BufferedSource source) throws InterruptedException {
    var buffer = new byte[CHUNK];
    try {
      int read = source.read(buffer);
      while (read >= 0 && pipe.put(buffer, read)) {
        read = source.read(buffer);
      }
    } catch (IOException broken) {
      pipe.breakOff(broken);
    }
  }

  @Override
  public Optional<LogLine> next() throws InterruptedException {
    Optional<LogLine> line = first.isPresent() ? first : read();
    first = Optional.empty();
    told |= line.isPresent();
    return pipe.isClosed() ? Optional.empty() : line;
  }

  private Optional<LogLine> read() throws InterruptedException {
    Optional<LogLine> line = lines.next();
    while (line.isEmpty() && !ended) {
      readMore();
      line = lines.next();
    }
    if (line.isEmpty() && lines.complaint().isPresent()) {
      throw complained(lines.complaint().get());
    }
    return line;
  }

  private void readMore() throws InterruptedException {
    Optional<byte[]> more = taken();
    more.ifPresentOrElse(lines::add, lines::end);
    ended = more.isEmpty() || lines.complaint().isPresent();
  }

  private Optional<byte[]> taken() throws InterruptedException {
    try {
      return pipe.take();
    } catch (IOException broken) {
      throw brokenOff(broken);
    }
  }

  /** Not the container's words but the kubelet's. */
  private DeployerException complained(String words) {
    String message = "The log of pod %s breaks off: %s".formatted(request.pod(), words);
    boolean none = !told && NO_LOG.stream().anyMatch(words::contains);
    return none
        ? new NotFoundException(message)
        : new UnavailableException(How.UNREACHABLE, message);
  }

  private UnavailableException brokenOff(IOException reason) {
    How how = reason instanceof InterruptedIOException ? How.SILENT : How.UNREACHABLE;
    return new UnavailableException(
        how, "The log of pod %s broke off; try again".formatted(request.pod()), reason);
  }

  @Override
  public void close() {
    pipe.close();
    call.cancel();
    open.remove(this);
  }
}
