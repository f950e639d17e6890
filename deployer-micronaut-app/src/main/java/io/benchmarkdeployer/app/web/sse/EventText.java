package io.benchmarkdeployer.app.web.sse;

import java.nio.charset.StandardCharsets;

/**
 * Server-sent events as they are sent, one after the other (WHATWG HTML, "Server-sent events"). A
 * line end in what is sent can't begin a field of its own.
 */
public final class EventText {
  private static final byte[] OPENING =
      new EventText().line("retry", "2000").comment("open").bytes();
  private static final byte[] PING = new EventText().comment("ping").bytes();

  private final StringBuilder text = new StringBuilder(256);

  /** What comes first, at once: whoever waits for the answer to begin sees that it does. */
  public static byte[] opening() {
    return OPENING.clone();
  }

  /** A sign of life. */
  public static byte[] ping() {
    return PING.clone();
  }

  /**
   * An event.
   *
   * @param id the cursor: what a client sends back as {@code Last-Event-ID}
   * @param data of one line or several; a client reads their ends as line feeds
   */
  public EventText event(String id, String name, String data) {
    field("id", id);
    field("event", name);
    data(data);
    text.append('\n');
    return this;
  }

  /** An event that leaves the client's cursor where it is. */
  public EventText event(String name, String data) {
    field("event", name);
    data(data);
    text.append('\n');
    return this;
  }

  /** What no client tells of: it keeps what lies between from taking the line for dead. */
  public EventText comment(String words) {
    field("", words);
    text.append('\n');
    return this;
  }

  private void field(String name, String value) {
    if (!isOneLine(value) || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a field of an event has one line");
    }
    line(name, value);
  }

  private void data(String data) {
    if (isOneLine(data)) {
      line("data", data);
      return;
    }
    for (String one : data.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1)) {
      line("data", one);
    }
  }

  private EventText line(String name, String value) {
    text.append(name).append(": ").append(value).append('\n');
    return this;
  }

  private static boolean isOneLine(String value) {
    return value.indexOf('\n') < 0 && value.indexOf('\r') < 0;
  }

  public byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
