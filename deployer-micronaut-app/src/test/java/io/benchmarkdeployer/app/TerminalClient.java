package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A person's terminal at the WebSocket, in either form; keeps all that it sees. */
final class TerminalClient implements WebSocket.Listener, AutoCloseable {
  static final String OURS = "deployer.terminal.v1";

  private static final JsonMapper JSON = JsonMapper.createDefault();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final boolean isBinary;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final List<Map<String, Object>> messages = new ArrayList<>();
  private int frames;
  private boolean isReading = true;
  private int closeCode;
  private String closeReason = "";
  private @Nullable WebSocket socket;

  private TerminalClient(boolean isBinary) {
    this.isBinary = isBinary;
  }

  /** In the form of the clients of today. */
  static TerminalClient legacy(int port, String path) {
    return new TerminalClient(false).connect(port, path, List.of());
  }

  static TerminalClient ours(int port, String path) {
    return new TerminalClient(true).connect(port, path, List.of());
  }

  /** Of somebody whom this ticket lets in. */
  static TerminalClient ours(int port, String path, String ticket) {
    return new TerminalClient(true).connect(port, path, List.of("deployer.ticket." + ticket));
  }

  private TerminalClient connect(int port, String path, List<String> more) {
    var builder = HTTP.newWebSocketBuilder().connectTimeout(PATIENCE);
    if (isBinary) {
      builder.subprotocols(OURS, more.toArray(String[]::new));
    }
    URI uri = URI.create("ws://127.0.0.1:%d%s".formatted(port, path));
    socket = builder.buildAsync(uri, this).orTimeout(60, TimeUnit.SECONDS).join();
    return this;
  }

  private WebSocket socket() {
    if (socket == null) {
      throw new AssertionError("not connected");
    }
    return socket;
  }

  String subprotocol() {
    return socket().getSubprotocol();
  }

  // What comes.

  @Override
  public void onOpen(WebSocket opened) {
    opened.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
    change(
        () -> {
          text.append(part);
          if (isLast) {
            take(object(text.toString()));
            text.setLength(0);
          }
        });
    next(from);
    return null;
  }

  private void take(Map<String, Object> message) {
    frames++;
    if ("output".equals(message.get("type"))) {
      output.writeBytes(((String) message.get("data")).getBytes(StandardCharsets.UTF_8));
    } else {
      messages.add(message);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean isLast) {
    var bytes = new byte[part.remaining()];
    part.get(bytes);
    change(
        () -> {
          frames++;
          output.writeBytes(bytes);
        });
    next(from);
    return null;
  }

  private void next(WebSocket from) {
    lock.lock();
    try {
      if (isReading) {
        from.request(1);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    change(
        () -> {
          closeCode = code;
          closeReason = reason;
        });
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    change(
        () -> {
          closeCode = 1006;
          closeReason = String.valueOf(error);
        });
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static Map<String, Object> object(String json) {
    try {
      return JSON.readValue(json, Argument.mapOf(String.class, Object.class));
    } catch (IOException e) {
      throw new AssertionError("no JSON object: " + json, e);
    }
  }

  // What is sent.

  TerminalClient type(String keys) {
    return isBinary
        ? send(keys.getBytes(StandardCharsets.UTF_8))
        : say(Map.of("type", "input", "data", keys));
  }

  /** Types it and the Enter key. */
  TerminalClient enter(String line) {
    return type(line + "\r");
  }

  TerminalClient say(Map<String, ?> message) {
    return sayRaw(Answer.write(message));
  }

  TerminalClient sayRaw(String message) {
    return done(socket().sendText(message, true));
  }

  TerminalClient send(byte[] bytes) {
    return done(socket().sendBinary(ByteBuffer.wrap(bytes), true));
  }

  private TerminalClient done(CompletableFuture<?> sending) {
    sending.orTimeout(60, TimeUnit.SECONDS).join();
    return this;
  }

  /** Sends without waiting for it to be taken. */
  CompletableFuture<?> sendMeanwhile(byte[] bytes) {
    return socket().sendBinary(ByteBuffer.wrap(bytes), true);
  }

  /** Takes nothing from now on. */
  TerminalClient stopReading() {
    change(() -> isReading = false);
    return this;
  }

  TerminalClient readOn() {
    change(() -> isReading = true);
    socket().request(1);
    return this;
  }

  /** Leaves without a word. */
  void cut() {
    socket().abort();
  }

  @Override
  public void close() {
    if (!socket().isOutputClosed()) {
      socket().sendClose(1000, "").exceptionally(gone -> socket());
    }
  }

  // What was seen.

  /** Without the question for the cursor's place that some shells ask after their prompt. */
  String text() {
    return plain(bytes());
  }

  private static String plain(byte[] printed) {
    return new String(printed, StandardCharsets.UTF_8).replace("\u001b[6n", "");
  }

  byte[] bytes() {
    lock.lock();
    try {
      return output.toByteArray();
    } finally {
      lock.unlock();
    }
  }

  int count() {
    lock.lock();
    try {
      return output.size();
    } finally {
      lock.unlock();
    }
  }

  int frames() {
    lock.lock();
    try {
      return frames;
    } finally {
      lock.unlock();
    }
  }

  List<Map<String, Object>> messages() {
    lock.lock();
    try {
      return List.copyOf(messages);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until this was printed; all that was printed so far. */
  String until(String expected) {
    until(expected, () -> text().contains(expected));
    return text();
  }

  void untilCount(int bytes) {
    until(bytes + " bytes", () -> output.size() >= bytes);
  }

  /** Waits for the next message of this type, after those already taken by this. */
  Map<String, Object> message(String type) {
    until(type, () -> messages.stream().anyMatch(message -> type.equals(message.get("type"))));
    lock.lock();
    try {
      Map<String, Object> found =
          messages.stream()
              .filter(message -> type.equals(message.get("type")))
              .findFirst()
              .orElseThrow();
      messages.remove(found);
      return found;
    } finally {
      lock.unlock();
    }
  }

  /** The next message of this type that comes after this is done. */
  Map<String, Object> message(String type, Runnable cause) {
    cause.run();
    return message(type);
  }

  boolean endsWith(String expected) {
    byte[] all = bytes();
    return plain(Arrays.copyOfRange(all, Math.max(0, all.length - 100), all.length))
        .endsWith(expected);
  }

  /** Waits for the close frame; its code. */
  int closeCode() {
    until("the close frame", () -> closeCode != 0);
    return closeCode;
  }

  String closeReason() {
    closeCode();
    return closeReason;
  }

  /** Waits for the socket to be closed so. */
  void isClosedWith(int code, String reason) {
    assertThat(closeCode() + " " + closeReason()).isEqualTo(code + " " + reason);
  }

  void until(String what, BooleanSupplier isSo) {
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      while (!isSo.getAsBoolean()) {
        if (left <= 0) {
          throw new AssertionError("not in time: " + what + "; " + state());
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    } finally {
      lock.unlock();
    }
  }

  private String state() {
    String all = text();
    return "messages %s, close %d %s, %d bytes, last: %s"
        .formatted(
            messages,
            closeCode,
            closeReason,
            output.size(),
            all.substring(Math.max(0, all.length() - 500)));
  }
}
