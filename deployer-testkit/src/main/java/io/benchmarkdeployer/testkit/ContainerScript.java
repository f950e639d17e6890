package io.benchmarkdeployer.testkit;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a container does, said once for every cluster: a cluster in memory plays it, a real one runs
 * it as a shell command.
 *
 * @param steps one after the other; a script that ends without {@link Step.Exit} ends with code 0
 */
public record ContainerScript(List<Step> steps) {
  public ContainerScript {
    steps = List.copyOf(steps);
  }

  /** One thing that a container does. */
  public sealed interface Step {
    /** Prints this text, to the byte: a line ends only where it says so. */
    record Print(String text) implements Step {}

    /** Does nothing for so long. */
    record Wait(Duration time) implements Step {}

    /** Ends with this code. */
    record Exit(int code) implements Step {}
  }

  /** Prints these lines. */
  public static ContainerScript printing(String... lines) {
    return new ContainerScript(List.of()).thenPrinting(lines);
  }

  /** Prints these lines, each ended by a line feed. */
  public ContainerScript thenPrinting(String... lines) {
    return then(
        new Step.Print(Stream.of(lines).map(line -> line + "\n").collect(Collectors.joining())));
  }

  /** Prints this text as it is. */
  public ContainerScript thenPrintingRaw(String text) {
    return then(new Step.Print(text));
  }

  public ContainerScript thenWaiting(Duration time) {
    return then(new Step.Wait(time));
  }

  /** Goes on until it is stopped. */
  public ContainerScript thenRunningOn() {
    return thenWaiting(Duration.ofHours(1));
  }

  public ContainerScript thenExiting(int code) {
    return then(new Step.Exit(code));
  }

  private ContainerScript then(Step next) {
    return new ContainerScript(Stream.concat(steps.stream(), Stream.of(next)).toList());
  }

  /** The command that does this in an image with a POSIX shell; ends at once when it is told to. */
  public List<String> command() {
    String body = steps.stream().map(ContainerScript::shell).collect(Collectors.joining("; "));
    return List.of("sh", "-c", "trap 'exit 143' TERM; " + body);
  }

  private static String shell(Step step) {
    return switch (step) {
      case Step.Print print -> "printf '%s' '" + print.text().replace("'", "'\\''") + "'";
      case Step.Wait wait -> "sleep %s & wait $!".formatted(seconds(wait.time()));
      case Step.Exit exit -> "exit " + exit.code();
    };
  }

  private static String seconds(Duration time) {
    return "%d.%03d".formatted(time.toSeconds(), time.toMillisPart());
  }
}
