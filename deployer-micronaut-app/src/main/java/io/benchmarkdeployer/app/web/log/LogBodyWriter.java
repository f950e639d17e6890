package io.benchmarkdeployer.app.web.log;

import io.micronaut.buffer.netty.NettyReadBufferFactory;
import io.micronaut.core.io.buffer.ReadBuffer;
import io.micronaut.core.io.buffer.ReadBufferFactory;
import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.ByteBodyHttpResponse;
import io.micronaut.http.ByteBodyHttpResponseWrapper;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.body.ResponseBodyWriter;
import io.micronaut.http.body.stream.BodySizeLimits;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes logs to Netty: bytes that all viewers share go out as they are, no faster than each client
 * takes them. Micronaut's own writers would turn each into an event or an item of a list.
 */
@Singleton
final class LogBodyWriter implements ResponseBodyWriter<LogBody> {
  private static final Logger LOG = LoggerFactory.getLogger(LogBodyWriter.class);

  /** How long a client may take nothing. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final OpenViewers viewers;

  LogBodyWriter(OpenViewers viewers) {
    this.viewers = viewers;
  }

  @Override
  public ByteBodyHttpResponse<?> write(
      ByteBodyFactory factory,
      HttpRequest<?> request,
      MutableHttpResponse<LogBody> response,
      Argument<LogBody> type,
      MediaType mediaType,
      LogBody body) {
    return ByteBodyHttpResponseWrapper.wrap(
        response, body(factory, request, response.getHeaders(), body));
  }

  @Override
  public CloseableByteBody writePiece(
      ByteBodyFactory factory,
      HttpRequest<?> request,
      HttpResponse<?> response,
      Argument<LogBody> type,
      MediaType mediaType,
      LogBody body) {
    return body(factory, request, response.getHeaders(), body);
  }

  private CloseableByteBody body(
      ByteBodyFactory factory, HttpRequest<?> request, HttpHeaders headers, LogBody body) {
    Channel channel = ((NettyHttpRequest<?>) request).getChannelHandlerContext().channel();
    var viewer =
        new LogViewer(
            body, wrapping(factory.readBufferFactory()), viewers, PATIENCE, () -> cut(channel));
    return factory.adapt(viewer, BodySizeLimits.UNLIMITED, headers, viewer::cancel);
  }

  private static void cut(Channel channel) {
    channel
        .close()
        .addListener(closed -> LOG.debug("a log's viewer was cut off: {}", closed.isSuccess()));
  }

  private static Function<ByteBuf, ReadBuffer> wrapping(ReadBufferFactory factory) {
    return buffer -> ((NettyReadBufferFactory) factory).adapt(buffer);
  }

  /** Never called: the server writes by the methods above. The framework asks for it. */
  @Override
  public void writeTo(
      Argument<LogBody> type,
      MediaType mediaType,
      LogBody body,
      MutableHeaders headers,
      OutputStream output) {
    throw new UnsupportedOperationException("a log is written piece by piece");
  }
}
