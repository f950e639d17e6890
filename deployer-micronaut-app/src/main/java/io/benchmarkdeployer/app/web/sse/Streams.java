package io.benchmarkdeployer.app.web.sse;

import io.benchmarkdeployer.core.port.LimitException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;

/**
 * Answers that are written as they come, until their body ends, their client leaves or the service
 * stops. Each is written by a virtual thread of its own, no faster than its client takes it.
 */
@Singleton
public final class Streams {
  private final OpenViewers viewers;
  private final StreamBodyWriter writer;

  Streams(OpenViewers viewers, StreamBodyWriter writer) {
    this.viewers = viewers;
    this.writer = writer;
  }

  /**
   * To be asked before a body is made.
   *
   * @throws LimitException where as many of this kind are under way as may be
   */
  public void refuseMore(StreamBody.Bound bound) {
    viewers.refuseMore(bound);
  }

  /**
   * One that goes on.
   *
   * @param body is closed in any case
   */
  public MutableHttpResponse<StreamBody> live(
      HttpRequest<?> request, String mediaType, StreamBody body) {
    MutableHttpResponse<StreamBody> response =
        HttpResponse.<StreamBody>ok()
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .header("X-Accel-Buffering", "no")
            .contentType(mediaType);
    return answer(request, response, body);
  }

  /**
   * With this head.
   *
   * @param body is closed in any case
   */
  public MutableHttpResponse<StreamBody> answer(
      HttpRequest<?> request, MutableHttpResponse<StreamBody> response, StreamBody body) {
    // The server would compress text for each client anew, and hold it back for that.
    response.header(HttpHeaders.CONTENT_ENCODING, "identity");
    // Who asks by HEAD gets no body: nobody would ever write it, nor close it.
    if (request.getMethod() == HttpMethod.HEAD) {
      body.close();
      return response;
    }
    response.body(body).bodyWriter(writer);
    return response;
  }

  /** How many answers are under way. */
  public int count() {
    return viewers.count();
  }
}
