package io.benchmarkdeployer.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documents.
 *
 * @param name its file's
 */
record Page(String name, List<String> lines) {
  private static final Path ROOT = Path.of("..");
  private static final String FENCE = "```";

  /**
   * A block of code.
   *
   * @param section the text of the heading that it stands under
   * @param before the last line of text before it
   * @param line where its fence stands, from 1
   */
  record Block(
      String page, int line, String section, String before, String language, List<String> code) {
    private static final Pattern FILE = Pattern.compile(".*`([\\w-]+\\.\\w+)`:");

    /** The name that the text gives it, where it is a file of the reader's: "`job.yaml`:". */
    Optional<String> file() {
      return Optional.of(before)
          .map(FILE::matcher)
          .filter(Matcher::matches)
          .map(named -> named.group(1));
    }

    boolean isOfAShell() {
      return language.equals("console") || language.equals("sh");
    }

    String text() {
      return String.join("\n", code) + "\n";
    }

    @Override
    public String toString() {
      return "%s:%d (%s)".formatted(page, line, language);
    }
  }

  static Page named(String name) {
    Path file = name.equals("README.md") ? ROOT.resolve(name) : ROOT.resolve("docs").resolve(name);
    try {
      return new Page(name, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The README and all of {@code docs/}. */
  static List<Page> all() {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      Stream<String> names =
          files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".md"));
      return Stream.concat(Stream.of("README.md"), names.sorted()).map(Page::named).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its blocks of code, in their order. */
  List<Block> blocks() {
    var blocks = new ArrayList<Block>();
    String section = "";
    String before = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(FENCE)) {
        int end = end(i);
        String language = line.substring(FENCE.length()).strip();
        blocks.add(new Block(name, i + 1, section, before, language, lines.subList(i + 1, end)));
        before = "";
        i = end;
      } else if (line.startsWith("#")) {
        section = line.replaceFirst("#+ ", "");
      } else if (!line.isBlank()) {
        before = line;
      }
    }
    return blocks;
  }

  private int end(int fence) {
    int end = fence + 1;
    while (!lines.get(end).equals(FENCE)) {
      end++;
    }
    return end;
  }

  /** The text under this heading, up to the next; none where there is no such heading. */
  List<String> section(String heading) {
    var section = new ArrayList<String>();
    boolean isInside = false;
    for (String line : lines) {
      if (line.startsWith("#")) {
        isInside = line.endsWith("# " + heading);
      } else if (isInside) {
        section.add(line);
      }
    }
    return section;
  }

  /** The headings of this level, in their order. */
  List<String> headings(int level) {
    String mark = "#".repeat(level) + " ";
    return lines.stream()
        .filter(line -> line.startsWith(mark))
        .map(line -> line.substring(mark.length()))
        .toList();
  }

  /** The commands of all of its blocks. */
  List<Step> steps() {
    return blocks().stream()
        .filter(Block::isOfAShell)
        .flatMap(block -> Step.of(block).stream())
        .toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
