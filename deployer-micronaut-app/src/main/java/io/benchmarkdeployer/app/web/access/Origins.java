package io.benchmarkdeployer.app.web.access;

import io.benchmarkdeployer.app.wiring.Settings;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which browser pages may call, and by which host names the service may be called. */
@Singleton
final class Origins {
  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?");

  private final Settings settings;
  private final boolean asksForLoopbackHost;

  Origins(Settings settings) {
    this.settings = settings;
    this.asksForLoopbackHost = settings.isOnLoopback() && settings.tokens().isEmpty();
  }

  /**
   * The rule that refuses this request, in words. On a loopback address without tokens, any page
   * could reach us by a name of its own that points here (DNS rebinding): so the name must be ours.
   */
  Optional<String> refusalOf(HttpRequest<?> request) {
    if (asksForLoopbackHost && !isLoopback(host(request))) {
      return Optional.of(
          "Not allowed here: without tokens the service answers to localhost and 127.0.0.1 alone");
    }
    return origin(request)
        .filter(origin -> !isOwn(origin, host(request)) && !isForeignAllowed(origin))
        .map(
            origin ->
                "Not allowed here: pages of another origin may call only where"
                    + " DEPLOYER_ALLOWED_ORIGINS names it");
  }

  /** The origin of the page that calls, where it is another's and may. */
  Optional<String> allowedForeign(HttpRequest<?> request) {
    return origin(request).filter(this::isForeignAllowed);
  }

  private boolean isForeignAllowed(String origin) {
    return settings.allowedOrigins().contains(origin.toLowerCase(Locale.ROOT));
  }

  /** A proxy that ends TLS hides the scheme from us: the host decides, unless we were told more. */
  private boolean isOwn(String origin, String host) {
    String lower = origin.toLowerCase(Locale.ROOT);
    boolean ofHost = lower.equals("http://" + host) || lower.equals("https://" + host);
    return !host.isEmpty()
        && settings
            .publicUrl()
            .map(own -> lower.equals(own) || isPlain(lower, host))
            .orElse(ofHost);
  }

  private static boolean isPlain(String origin, String host) {
    return origin.equals("http://" + host);
  }

  private static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  static Optional<String> origin(HttpRequest<?> request) {
    return Optional.ofNullable(request.getHeaders().get(HttpHeaders.ORIGIN));
  }

  /** Empty where it is not given, or more than once. */
  static String host(HttpRequest<?> request) {
    List<String> hosts = request.getHeaders().getAll(HttpHeaders.HOST);
    return hosts.size() == 1 ? hosts.getFirst().toLowerCase(Locale.ROOT) : "";
  }
}
