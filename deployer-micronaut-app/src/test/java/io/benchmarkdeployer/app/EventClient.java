package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads server-sent events, as far as a test needs it. */
final class EventClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Event END = new Event("", "the end", "");
  private static final Event CUT = new Event("", "a cut", "");

  private final HttpClient client;
  private final HttpResponse<InputStream> response;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /** What came; a field that was not in it is empty. */
  record Event(String id, String name, String data) {}

  private EventClient(HttpClient client, HttpResponse<InputStream> response) {
    this.client = client;
    this.response = response;
    Thread.ofVirtual().start(this::readAll);
  }

  /** Returns once the answer has begun, well or not. */
  static EventClient open(RunningApp app, String path, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(app.port(), path)))
            .timeout(PATIENCE)
            .header("Accept", "text/event-stream");
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpClient client = HttpClient.newHttpClient();
    try {
      return new EventClient(client, client.send(request.build(), BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new AssertionError(path + " was not answered", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  int status() {
    return response.statusCode();
  }

  Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  private void readAll() {
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      Optional<Event> event = read(lines);
      while (event.isPresent()) {
        events.add(event.get());
        event = read(lines);
      }
      events.add(END);
    } catch (IOException cut) {
      events.add(CUT);
    }
  }

  private static Optional<Event> read(BufferedReader lines) throws IOException {
    var event = new Event("", "", "");
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty() && !event.data().isEmpty()) {
        return Optional.of(event);
      }
      event = with(event, line);
    }
    return Optional.empty();
  }

  private static Event with(Event event, String line) {
    int colon = line.indexOf(": ");
    if (colon < 0) {
      return event;
    }
    String value = line.substring(colon + 2);
    return switch (line.substring(0, colon)) {
      case "id" -> new Event(value, event.name(), event.data());
      case "event" -> new Event(event.id(), value, event.data());
      case "data" -> new Event(event.id(), event.name(), event.data() + value);
      default -> event;
    };
  }

  /** The next event, of whatever kind. */
  Event next() {
    return within(PATIENCE).orElseThrow(() -> new AssertionError("no event came"));
  }

  Optional<Event> within(Duration time) {
    try {
      return Optional.ofNullable(events.poll(time.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** The next event, which is to be of this name. */
  Event next(String name) {
    Event event = next();
    assertThat(event.name()).as(event.data()).isEqualTo(name);
    return event;
  }

  void endsWhole() {
    assertThat(next()).isEqualTo(END);
  }

  /** Leaves in the middle of it. */
  @Override
  public void close() {
    client.shutdownNow();
    try {
      response.body().close();
    } catch (IOException closed) {
      events.add(CUT);
    }
  }
}
