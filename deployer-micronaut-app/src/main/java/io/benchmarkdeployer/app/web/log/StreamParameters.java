package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.app.web.Parameters;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.usecase.LogFilter;
import io.benchmarkdeployer.core.usecase.LogQuery;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Which part of a log is to be streamed, and how. */
@Introspected
record StreamParameters(
    @QueryValue("after")
        @Parameter(
            required = false,
            description = "A cursor (an event's id): begin with what comes after it.",
            schema = @Schema(implementation = Long.class, minimum = "0"))
        Optional<String> after,
    @Header("Last-Event-ID")
        @Parameter(required = false, description = "The same, as browsers send it; goes before.")
        Optional<String> lastEventId,
    @QueryValue("tail")
        @Parameter(
            required = false,
            description = "Begin with the last so many lines; without effect where a cursor is.",
            schema = @Schema(implementation = Integer.class, minimum = "0"))
        Optional<String> tail,
    @QueryValue("since")
        @Parameter(
            required = false,
            description =
                "Only lines from this time on (RFC 3339), or of the last while: 10m, 90s, 2h.",
            example = "10m")
        Optional<String> since,
    @QueryValue("pod") @Parameter(required = false, description = "Only this pod's.")
        Optional<String> pod,
    @QueryValue("container")
        @Parameter(required = false, description = "Only this container's, in each pod.")
        Optional<String> container,
    @QueryValue("contains")
        @Parameter(required = false, description = "Only lines with this text in them.")
        Optional<String> contains,
    @QueryValue("regex")
        @Parameter(
            required = false,
            description = "Only lines in which this regular expression is found.")
        Optional<String> regex,
    @QueryValue("context")
        @Parameter(
            description = "So many lines before and after each that is looked for.",
            schema =
                @Schema(
                    implementation = Integer.class,
                    minimum = "0",
                    maximum = "100",
                    defaultValue = "0"))
        Optional<String> context,
    @QueryValue("follow")
        @Parameter(
            description = "Whether to go on with what comes; else it ends with what is there.",
            schema = @Schema(implementation = Boolean.class, defaultValue = "true"))
        Optional<String> follow,
    @QueryValue("timestamps")
        @Parameter(
            description = "Of plain text: whether each line begins with its time.",
            schema = @Schema(implementation = Boolean.class, defaultValue = "false"))
        Optional<String> timestamps,
    @QueryValue("raw")
        @Parameter(
            description = "Whether colours and other control sequences are kept in the text.",
            schema = @Schema(implementation = Boolean.class, defaultValue = "false"))
        Optional<String> raw) {

  LogQuery query(String namespace, String job, Instant now) {
    return new LogQuery(
        namespace,
        job,
        cursor(),
        lines(),
        filled(since).map(text -> time(text, now)),
        filter(),
        Parameters.flag("follow", Optional.of(follow.orElse("true"))));
  }

  private static Optional<String> filled(Optional<String> value) {
    return value.filter(text -> !text.isEmpty());
  }

  private OptionalLong cursor() {
    Optional<String> last = filled(lastEventId);
    return last.isPresent() ? cursor("Last-Event-ID", last) : cursor("after", filled(after));
  }

  private static OptionalLong cursor(String name, Optional<String> text) {
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!text.get().matches("\\d{1,18}")) {
      throw Parameters.wrong(name, "must be the id of an event: a whole number, 0 or more");
    }
    return OptionalLong.of(Long.parseLong(text.get()));
  }

  private OptionalInt lines() {
    return Parameters.number("tail", tail).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /** The plus of an offset comes as a space where it was not escaped. */
  private static Instant time(String text, Instant now) {
    try {
      return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    } catch (DateTimeException noTime) {
      return now.minus(past(text));
    }
  }

  private static Duration past(String text) {
    try {
      return Parameters.duration(
          "since", Optional.of(text), Duration.ZERO, Duration.ofSeconds(Integer.MAX_VALUE));
    } catch (RejectedException wrong) {
      throw Parameters.wrong("since", "must be a time as 2026-01-31T12:00:00Z, or such as 10m");
    }
  }

  private LogFilter filter() {
    Optional<Predicate<String>> text = LogPatterns.of(filled(contains), filled(regex));
    int around = Parameters.number("context", context).orElse(0);
    if (around > LogFilter.MOST_CONTEXT) {
      throw Parameters.wrong("context", "must be 0 to " + LogFilter.MOST_CONTEXT);
    }
    return new LogFilter(filled(pod), filled(container), text, text.isPresent() ? around : 0);
  }

  boolean isRaw() {
    return Parameters.flag("raw", raw);
  }

  boolean hasTimestamps() {
    return Parameters.flag("timestamps", timestamps);
  }
}
