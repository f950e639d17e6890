package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the service answered. */
public record Answer(int status, HttpResponse<String> response, String body) {
  private static final JsonMapper JSON = JsonMapper.createDefault();

  public static Answer of(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response, response.body());
  }

  public static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  /** The body, which is a JSON object of a success. */
  public Map<String, Object> ok() {
    assertThat(status).as(body).isEqualTo(200);
    return object();
  }

  public Map<String, Object> object() {
    return read(Argument.mapOf(String.class, Object.class));
  }

  /** The body, which is a JSON array of objects. */
  public List<Map<String, Object>> rows() {
    assertThat(status).as(body).isEqualTo(200);
    return read(Argument.listOf(Argument.mapOf(String.class, Object.class)));
  }

  /** The body, which is a problem of this status that tells nothing of our insides. */
  public Map<String, Object> problem(int expected) {
    assertThat(status).as(body).isEqualTo(expected);
    assertThat(header("content-type").orElse("")).startsWith("application/problem+json");
    assertThat(body)
        .doesNotContain("io.benchmarkdeployer", "io.micronaut", "java.", "Exception", "\tat ");
    Map<String, Object> problem = object();
    assertThat(problem).containsEntry("status", expected).containsKeys("type", "title", "instance");
    assertThat(problem.get("detail")).isInstanceOf(String.class).asString().isNotBlank();
    return problem;
  }

  private <T> T read(Argument<T> type) {
    return read(body, type);
  }

  /** What this JSON object holds. */
  public static Map<String, Object> object(String json) {
    return read(json, Argument.mapOf(String.class, Object.class));
  }

  /** What this JSON is. */
  static Object value(String json) {
    return read(json, Argument.of(Object.class));
  }

  private static <T> T read(String json, Argument<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + json, e);
    }
  }
}
