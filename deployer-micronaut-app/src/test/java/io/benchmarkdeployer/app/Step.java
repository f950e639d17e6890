package io.benchmarkdeployer.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A command of a page, and what the page says that it prints.
 *
 * @param place for a person
 */
record Step(String place, String command, List<String> shown) {
  static final String CTRL_C = "^C";
  private static final String PROMPT = "$ ";

  /** What a test can't run, by the program that it calls, and why. */
  private static final Map<String, String> NOT_RUN =
      Map.of(
          "mvn", "the build that runs the tests is these commands; measuring takes twenty minutes",
          "docker", "no container engine is at hand: the image's layout has a test of its own",
          "kubectl", "works on the reader's cluster: the manifest has a test of its own",
          "export", "names the reader's own cluster, database and token");

  private static final Pattern WRITES = Pattern.compile("\\s(-X|-d|-T|--data-binary)\\s");

  /** The commands of a block of a shell. */
  static List<Step> of(Page.Block block) {
    return block.language().equals("sh")
        ? List.of(new Step(block.toString(), block.text(), List.of()))
        : transcript(block);
  }

  private static List<Step> transcript(Page.Block block) {
    var steps = new ArrayList<Step>();
    for (int i = 0; i < block.code().size(); i++) {
      String line = block.code().get(i);
      if (line.startsWith(PROMPT)) {
        String place = "%s:%d".formatted(block.page(), block.line() + 1 + i);
        steps.add(new Step(place, line.substring(PROMPT.length()), new ArrayList<>()));
      } else {
        steps.getLast().shown().add(line);
      }
    }
    return steps;
  }

  /** Why it is not run; empty where it is. */
  Optional<String> whyNotRun() {
    return NOT_RUN.entrySet().stream()
        .filter(entry -> calls(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private boolean calls(String program) {
    return Pattern.compile("(^|[\\s|;])%s\\s".formatted(program)).matcher(command).find();
  }

  /** Whether it may be asked again where the answer is not there yet. */
  boolean isRepeatable() {
    return command.contains(" -G") || !WRITES.matcher(command).find();
  }

  /** Whether the page's reader ends it. */
  boolean isEndedByHand() {
    return !shown.isEmpty() && shown.stream().anyMatch(CTRL_C::equals);
  }

  /** What the page shows that it prints, without the blank lines between it and the next. */
  String answer() {
    var lines = new ArrayList<>(shown);
    lines.remove(CTRL_C);
    while (!lines.isEmpty() && lines.getLast().isBlank()) {
      lines.removeLast();
    }
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
