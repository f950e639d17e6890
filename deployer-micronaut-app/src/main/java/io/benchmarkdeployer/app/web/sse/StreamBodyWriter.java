package io.benchmarkdeployer.app.web.sse;

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
 * Writes to Netty: bytes that all viewers share go out as they are, no faster than each client
 * takes them. Micronaut's own writers would turn each into an event or an item of a list.
 */
@Singleton
final class StreamBodyWriter implements ResponseBodyWriter<StreamBody> {
  private static final Logger LOG = LoggerFactory.getLogger(StreamBodyWriter.class);

  /** Proxies close connections that are silent for longer. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** How long a client may take nothing. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final OpenViewers viewers;

  StreamBodyWriter(OpenViewers viewers) {
    this.viewers = viewers;
  }

  @Override
  public ByteBodyHttpResponse<?> write(
      ByteBodyFactory factory,
      HttpRequest<?> request,
      MutableHttpResponse<StreamBody> response,
      Argument<StreamBody> type,
      MediaType mediaType,
      StreamBody body) {
    return ByteBodyHttpResponseWrapper.wrap(
        response, body(factory, request, response.getHeaders(), body));
  }

  @Override
  public CloseableByteBody writePiece(
      ByteBodyFactory factory,
      HttpRequest<?> request,
      HttpResponse<?> response,
      Argument<StreamBody> type,
      MediaType mediaType,
      StreamBody body) {
    return body(factory, request, response.getHeaders(), body);
  }

  private CloseableByteBody body(
      ByteBodyFactory factory, HttpRequest<?> request, HttpHeaders headers, StreamBody body) {
    Channel channel = ((NettyHttpRequest<?>) request).getChannelHandlerContext().channel();
    var viewer =
        new Viewer(
            body,
            wrapping(factory.readBufferFactory()),
            viewers,
            HEARTBEAT,
            PATIENCE,
            () -> cut(channel));
    return factory.adapt(viewer, BodySizeLimits.UNLIMITED, headers, viewer::cancel);
  }

  private static void cut(Channel channel) {
    channel
        .close()
        .addListener(closed -> LOG.debug("a stream's viewer was cut off: {}", closed.isSuccess()));
  }

  private static Function<ByteBuf, ReadBuffer> wrapping(ReadBufferFactory factory) {
    return buffer -> ((NettyReadBufferFactory) factory).adapt(buffer);
  }

  /** Never called: the server writes by the methods above. The framework asks for it. */
  @Override
  public void writeTo(
      Argument<StreamBody> type,
      MediaType mediaType,
      StreamBody body,
      MutableHeaders headers,
      OutputStream output) {
    throw new UnsupportedOperationException("it is written piece by piece");
  }
}
