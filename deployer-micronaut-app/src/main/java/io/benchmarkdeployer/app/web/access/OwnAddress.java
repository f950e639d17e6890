package io.benchmarkdeployer.app.web.access;

import io.benchmarkdeployer.app.wiring.Settings;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** By which address a caller reaches the service. */
@Singleton
public final class OwnAddress {
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9_][-a-z0-9._]{0,252}|\\[[0-9a-f:.]{2,45}])(:\\d{1,5})?");

  /** What a server listens on to be reached by every address; none of them leads anywhere. */
  private static final Pattern EVERY_ADDRESS =
      Pattern.compile("(0[0.]*|\\[[0:.]*(ffff:)?[0:.]+])(:\\d{1,5})?");

  private final Optional<String> publicUrl;

  OwnAddress(Settings settings) {
    this.publicUrl = settings.publicUrl();
  }

  /**
   * The address of a WebSocket here: of the public address where it is known, else of the host that
   * this caller called, which {@link Origins} let through. A {@code Host} that can be none is
   * passed over for the address that the connection came to.
   *
   * @param path begins with a slash
   */
  public String webSocket(HttpRequest<?> request, String path) {
    return publicUrl.map(OwnAddress::asWebSocket).orElseGet(() -> called(request)) + path;
  }

  private static String asWebSocket(String url) {
    return url.replaceFirst("^http", "ws");
  }

  private static String called(HttpRequest<?> request) {
    String host = Origins.host(request);
    String scheme = isOverTls(request, host) ? "wss://" : "ws://";
    return scheme + (isUsable(host) ? host : connectedTo(request.getServerAddress()));
  }

  private static boolean isUsable(String host) {
    return HOST.matcher(host).matches() && !EVERY_ADDRESS.matcher(host).matches();
  }

  /**
   * A page that came over TLS may open no WebSocket without. What proxy and browser say of it is
   * believed without proof: it changes the answer to this caller, and nothing else.
   */
  private static boolean isOverTls(HttpRequest<?> request, String host) {
    return request.isSecure()
        || isFirstWord("https", request.getHeaders().get("X-Forwarded-Proto"))
        || Origins.origin(request).filter(origin -> isOverTls(origin, host)).isPresent();
  }

  private static boolean isFirstWord(String word, @Nullable String list) {
    return list != null && list.split(",", 2)[0].strip().equalsIgnoreCase(word);
  }

  private static boolean isOverTls(String origin, String host) {
    return origin.toLowerCase(Locale.ROOT).equals("https://" + host);
  }

  private static String connectedTo(InetSocketAddress here) {
    return hostOf(here.getAddress()) + ":" + here.getPort();
  }

  private static String hostOf(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address ? "[" + text.replaceFirst("%.*", "") + "]" : text;
  }
}
