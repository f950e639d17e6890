package io.benchmarkdeployer.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutageTest {
  private final Lines lines = new Lines();
  private final Outage outage = new Outage(lines, "It fails", "It works again");

  @Test
  void eachOutageIsToldOnceAndItsEndToo() {
    outage.worked();
    outage.failed(new IllegalStateException("no route"));
    outage.failed(new IllegalStateException("no route"));
    outage.worked();
    outage.worked();
    outage.failed(new IllegalStateException("cut {0}"));

    assertThat(lines.told)
        .containsExactly(
            "WARNING It fails: no route", "INFO It works again", "WARNING It fails: cut {0}");
  }

  /** A log that is kept. */
  private static final class Lines implements Logger {
    private final List<String> told = new ArrayList<>();

    @Override
    public String getName() {
      return "lines";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      told.add(level + " " + message);
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object... parameters) {
      told.add(level + " " + format);
    }
  }
}
