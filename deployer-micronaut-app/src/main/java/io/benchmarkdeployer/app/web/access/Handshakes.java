package io.benchmarkdeployer.app.web.access;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the opening of a WebSocket must have (RFC 6455, 4.2.1). To one that lacks it the framework
 * would answer nothing at all, or shake hands in the manner of a draft whose frames are not ours.
 */
final class Handshakes {
  private static final String WEBSOCKET = "websocket";
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

  private Handshakes() {}

  /** The rule that this opening breaks, in words; empty where it is none. */
  static Optional<String> problemOf(HttpRequest<?> request) {
    return isOpening(request) ? rule(request) : Optional.empty();
  }

  private static boolean isOpening(HttpRequest<?> request) {
    return request.getHeaders().getAll(HttpHeaders.UPGRADE).stream()
        .anyMatch(names -> names.toLowerCase(Locale.ROOT).contains(WEBSOCKET));
  }

  private static Optional<String> rule(HttpRequest<?> request) {
    if (request.getMethod() != HttpMethod.GET) {
      return Optional.of("A WebSocket is opened by GET");
    }
    if (!only(request, HttpHeaders.UPGRADE).equalsIgnoreCase(WEBSOCKET)) {
      return Optional.of("Upgrade must be websocket alone");
    }
    if (!only(request, "Sec-WebSocket-Version").equals("13")) {
      return Optional.of("Sec-WebSocket-Version must be 13");
    }
    return KEY.matcher(only(request, "Sec-WebSocket-Key")).matches()
        ? Optional.empty()
        : Optional.of("Sec-WebSocket-Key must be 16 bytes in Base64");
  }

  /** Empty where it is not given, or more than once. */
  private static String only(HttpRequest<?> request, String name) {
    List<String> given = request.getHeaders().getAll(name);
    return given.size() == 1 ? given.getFirst().strip() : "";
  }
}
