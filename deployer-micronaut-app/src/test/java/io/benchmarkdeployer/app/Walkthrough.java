package io.benchmarkdeployer.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reader who follows a page word by word: saves its files, types its commands into a shell, one
 * after the other, and compares what they print with what the page shows. A command that only reads
 * is tried again for a while, as the page's reader would.
 */
final class Walkthrough {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final String ADDRESS = "localhost:8002";
  private static final Pattern WSCAT =
      Pattern.compile("npx -y wscat -c ws://localhost:8002(/\\S+)");

  private final Page page;
  private final Path folder;
  private final int port;
  private final Names names = new Names();
  private final StringBuilder transcript = new StringBuilder();
  private final List<String> differences = new ArrayList<>();

  Walkthrough(Page page, Path folder, int port) {
    this.page = page;
    this.folder = folder;
    this.port = port;
  }

  /** Follows the page to its end; what was not as it says, in words. */
  List<String> run() throws IOException, InterruptedException {
    // Other pages go on with the README's job.
    for (Page.Block block : Page.named("README.md").blocks()) {
      save(block);
    }
    for (Page.Block block : page.blocks()) {
      save(block);
      if (block.isOfAShell()) {
        follow(block);
      }
    }
    return differences;
  }

  private void save(Page.Block block) throws IOException {
    if (block.file().isPresent()) {
      Files.writeString(folder.resolve(block.file().get()), here(block.text()));
    }
  }

  /** All that was typed and printed. */
  String transcript() {
    return transcript.toString();
  }

  /** With the address of the test's service in place of the page's. */
  private String here(String text) {
    return text.replace(ADDRESS, "localhost:" + port);
  }

  private void follow(Page.Block block) throws IOException, InterruptedException {
    for (Step step : Step.of(block)) {
      if (step.whyNotRun().isEmpty()) {
        follow(step);
      }
    }
  }

  private void follow(Step step) throws IOException, InterruptedException {
    String printed = printed(step);
    transcript.append("$ ").append(step.command()).append('\n').append(printed).append('\n');
    if (!isAsShown(step, printed)) {
      differences.add(
          "%s:%n$ %s%nshows:%n%sprints:%n%s"
              .formatted(step.place(), step.command(), step.answer(), printed));
    }
  }

  private boolean isAsShown(Step step, String printed) {
    return step.isEndedByHand()
        ? names.matchBeginning(step.answer(), printed)
        : names.match(step.answer(), printed);
  }

  private String printed(Step step) throws IOException, InterruptedException {
    Matcher wscat = WSCAT.matcher(step.command());
    if (wscat.matches()) {
      return typed(names.put(wscat.group(1)), step.shown());
    }
    // After something else was wrong, it is not worth waiting for.
    boolean isPatient = step.isRepeatable() && differences.isEmpty();
    long end = System.nanoTime() + (isPatient ? PATIENCE.toNanos() : 0);
    String printed = execute(step);
    while (!isAsShown(step, printed) && System.nanoTime() < end) {
      Thread.sleep(PAUSE);
      printed = execute(step);
    }
    return printed;
  }

  private String execute(Step step) throws IOException, InterruptedException {
    String command = here(names.put(step.command()));
    Path output = Files.createTempFile(folder.getParent(), "printed", ".txt");
    Process shell =
        new ProcessBuilder("bash", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile())
            .start();
    try {
      await(shell, step, output);
      return read(output);
    } finally {
      shell.descendants().forEach(ProcessHandle::destroy);
      shell.destroyForcibly().waitFor();
      Files.delete(output);
    }
  }

  /** Until it has ended, or has printed all that it shall print before it is ended by hand. */
  private void await(Process shell, Step step, Path output)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!shell.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
      if (step.isEndedByHand() && isAsShown(step, read(output))) {
        return;
      }
      if (System.nanoTime() > end) {
        return;
      }
    }
  }

  /** With the page's address in place of the test's, without blank lines at its end. */
  private String read(Path output) throws IOException {
    String text = Files.readString(output, UTF_8).replace("localhost:" + port, ADDRESS);
    return text.isEmpty() ? text : text.replaceFirst("\n+$", "") + "\n";
  }

  /** In place of wscat, which a reader's npx fetches: types what the page types. */
  private String typed(String path, List<String> dialogue) {
    try (var seat = TerminalClient.legacy(port, path)) {
      var seen = new StringBuilder();
      for (String line : dialogue) {
        if (line.startsWith("> ")) {
          seat.sayRaw(line.substring(2));
        } else if (line.startsWith("< ")) {
          seat.until((String) Answer.object(line.substring(2)).get("data"));
        }
        seen.append(line).append('\n');
      }
      return seen.toString().stripTrailing() + "\n";
    }
  }
}
