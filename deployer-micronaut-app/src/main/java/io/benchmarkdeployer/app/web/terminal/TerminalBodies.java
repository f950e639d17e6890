package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.core.port.RejectedException;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies that may be missing: of a request without one, clients send any content type or
 * none, which the framework would refuse.
 */
@Singleton
final class TerminalBodies {
  private static final Argument<TerminalBody> TYPE = Argument.of(TerminalBody.class);
  private static final TerminalBody NONE =
      new TerminalBody(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final JsonMapper json;

  TerminalBodies(JsonMapper json) {
    this.json = json;
  }

  /**
   * What the body says; nothing where it is empty or JSON's null.
   *
   * @throws RejectedException where it is no such JSON
   */
  TerminalBody read(HttpRequest<?> request, @Nullable String body) {
    return Optional.ofNullable(body)
        .filter(text -> !text.isBlank())
        .map(text -> json(request, text))
        .orElse(NONE);
  }

  private @Nullable TerminalBody json(HttpRequest<?> request, String text) {
    if (!request.getContentType().map(TerminalBodies::isJson).orElse(true)) {
      throw new HttpStatusException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "");
    }
    try {
      return json.readValue(text, TYPE);
    } catch (IOException malformed) {
      throw new RejectedException(
          RejectedException.By.READER,
          "The request can't be read; its body must be a JSON object as documented",
          List.of());
    }
  }

  private static boolean isJson(MediaType type) {
    return type.matches(MediaType.APPLICATION_JSON_TYPE) || type.getSubtype().endsWith("+json");
  }
}
