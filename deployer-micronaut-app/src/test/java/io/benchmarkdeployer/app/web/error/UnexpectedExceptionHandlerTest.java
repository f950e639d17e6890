package io.benchmarkdeployer.app.web.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import java.io.EOFException;
import org.junit.jupiter.api.Test;

class UnexpectedExceptionHandlerTest {
  private final UnexpectedExceptionHandler handler = new UnexpectedExceptionHandler();

  @Test
  void whoHangsUpInTheMiddleIsNoFaultOfOurs() {
    assertThat(status(new EOFException("Connection closed before full body was received")))
        .isEqualTo(400);
  }

  @Test
  void whatNobodyThoughtOfTellsANumberAndNothingElse() {
    HttpResponse<ProblemDetail> response =
        handler.handle(HttpRequest.GET("/status"), new IllegalStateException("inner words"));

    assertThat(response.code()).isEqualTo(500);
    assertThat(response.body().detail()).contains("its log says more").doesNotContain("inner");
  }

  private int status(Throwable error) {
    return handler.handle(HttpRequest.GET("/status"), error).code();
  }
}
