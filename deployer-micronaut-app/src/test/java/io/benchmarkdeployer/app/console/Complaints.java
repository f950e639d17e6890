package io.benchmarkdeployer.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Dialog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What no page of the console may do: write an error or a warning to the browser's console, throw
 * what nobody catches, break its Content-Security-Policy, open a dialog of the browser's, ask
 * another origin than the page's for anything.
 */
public final class Complaints {
  private static final String VIOLATIONS =
      "addEventListener('securitypolicyviolation', it =>"
          + " console.error('policy broken', it.violatedDirective, it.blockedURI, it.sample))";

  private static final Pattern AUTHORITY = Pattern.compile("^(?:https?|wss?)://([^/?#]*)");

  private final List<String> heard = new ArrayList<>();
  private final List<Pattern> allowed = new ArrayList<>();
  private final Set<String> origins = new HashSet<>();

  void listenTo(BrowserContext context) {
    context.addInitScript(VIOLATIONS);
    context.onConsoleMessage(this::take);
    context.onWebError(error -> heard.add("uncaught: " + error.error()));
    context.onDialog(this::refuse);
    context.onRequest(request -> take(request.url(), request.isNavigationRequest()));
    context.onPage(page -> page.onWebSocket(socket -> take(socket.url(), false)));
  }

  private void take(ConsoleMessage message) {
    if (message.type().equals("error") || message.type().equals("warning")) {
      heard.add("%s: %s (%s)".formatted(message.type(), message.text(), message.location()));
    }
  }

  private void refuse(Dialog dialog) {
    heard.add("a dialog: " + dialog.message());
    dialog.dismiss();
  }

  /** Where the test goes first, the page may ask. */
  private void take(String url, boolean isNavigation) {
    Matcher address = AUTHORITY.matcher(url);
    if (!address.find()) {
      return;
    }
    if (isNavigation && origins.isEmpty()) {
      origins.add(address.group(1));
    }
    if (!origins.contains(address.group(1))) {
      heard.add("asked another origin: " + url);
    }
  }

  List<String> heard() {
    return List.copyOf(heard);
  }

  /** Lets the page complain of what matches, for the rest of this test. */
  public void allow(String pattern) {
    allowed.add(Pattern.compile(pattern));
  }

  /** Lets the page ask this origin, too: host and port. */
  public void allowOrigin(String authority) {
    origins.add(authority);
  }

  void assertNone() {
    assertThat(heard)
        .as("what the pages complained of")
        .filteredOn(complaint -> allowed.stream().noneMatch(it -> it.matcher(complaint).find()))
        .isEmpty();
  }

  @Override
  public String toString() {
    return heard.toString();
  }
}
