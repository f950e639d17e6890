package io.benchmarkdeployer.app.web.access;

import io.benchmarkdeployer.app.web.error.ErrorTable;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.WireName;
import io.benchmarkdeployer.core.port.DeployerException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line and a measurement for each deploy and each delete, of terminals too: who, what, what came
 * of it, how long it took. Never what was sent.
 */
@Singleton
public final class AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final int LONGEST_VALUE = 300;

  private final MeterRegistry meters;

  AuditLog(MeterRegistry meters) {
    this.meters = meters;
  }

  /** What is done. */
  public enum Action {
    DEPLOY,
    DELETE,
    CREATE_TERMINAL,
    DELETE_TERMINAL;

    private String word() {
      return WireName.of(this);
    }
  }

  /**
   * Does it, and notes it.
   *
   * @param asked what is known of the request beforehand
   * @param came what came of it, where it came well
   */
  public <T> T around(
      Action action,
      Caller caller,
      Map<String, String> asked,
      Supplier<T> work,
      Function<T, Map<String, String>> came) {
    long start = System.nanoTime();
    try {
      T result = work.get();
      note(action, caller, "success", start, asked, came.apply(result));
      return result;
    } catch (DeployerException error) {
      note(action, caller, ErrorTable.of(error).word(), start, asked, Map.of());
      throw error;
    } catch (RuntimeException error) {
      note(action, caller, "error", start, asked, Map.of());
      throw error;
    }
  }

  private void note(
      Action action,
      Caller caller,
      String outcome,
      long start,
      Map<String, String> asked,
      Map<String, String> came) {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    meters.timer("deployer." + action.word(), "outcome", outcome).record(took);
    var values = new LinkedHashMap<String, String>();
    values.put("by", caller.name());
    values.put("outcome", outcome);
    values.put("millis", String.valueOf(took.toMillis()));
    values.putAll(new TreeMap<>(asked));
    values.putAll(new TreeMap<>(came));
    LOG.info("{} {}", action.word(), line(values));
  }

  static String line(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + value(entry.getValue()))
        .collect(Collectors.joining(" "));
  }

  /** As it is where it is one plain word, else quoted, so that no value can pass for two. */
  private static String value(String raw) {
    String cut = raw.length() > LONGEST_VALUE ? raw.substring(0, LONGEST_VALUE) + "..." : raw;
    return cut.matches("[-\\w.:/@+]+") ? cut : '"' + escaped(cut) + '"';
  }

  private static String escaped(String text) {
    return text.chars()
        .mapToObj(
            c ->
                switch (c) {
                  case '"' -> "\\\"";
                  case '\\' -> "\\\\";
                  default ->
                      Character.isISOControl(c) || c == '\u2028' || c == '\u2029'
                          ? "\\u%04x".formatted(c)
                          : Character.toString(c);
                })
        .collect(Collectors.joining());
  }
}
