package io.benchmarkdeployer.app;

import static java.util.stream.Collectors.joining;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code src/main/deploy/Dockerfile} says of the image: its last stage. */
record Dockerfile(List<Instruction> instructions) {
  static final Path FOLDER = Path.of("src", "main", "deploy");
  private static final JsonMapper JSON = JsonMapper.createDefault();
  private static final Pattern CONTINUED = Pattern.compile("\\\\\\R\\s*");

  /** A line of it, those that continue it included. */
  record Instruction(String word, String rest) {
    private static Instruction of(String line) {
      String[] parts = line.split("\\s+", 2);
      return new Instruction(parts[0], parts[1]);
    }

    List<String> words() {
      return List.of(rest.split("\\s+"));
    }

    /** What it runs, where it is written in the form without a shell. */
    List<String> command() {
      try {
        return JSON.readValue(rest.substring(rest.indexOf('[')), Argument.listOf(String.class));
      } catch (IOException shellForm) {
        throw new UncheckedIOException(word + " is not in the exec form: " + rest, shellForm);
      }
    }
  }

  static Dockerfile read() {
    String text =
        lines(FOLDER.resolve("Dockerfile"))
            .filter(line -> !line.startsWith("#"))
            .collect(joining("\n"));
    List<Instruction> all =
        Arrays.stream(CONTINUED.matcher(text).replaceAll("").split("\n"))
            .filter(line -> !line.isBlank())
            .map(Instruction::of)
            .toList();
    List<String> words = all.stream().map(Instruction::word).toList();
    return new Dockerfile(all.subList(words.lastIndexOf("FROM"), all.size()));
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readString(file).lines();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The one with this word. */
  Instruction the(String word) {
    List<Instruction> found = all(word);
    if (found.size() != 1) {
      throw new AssertionError("not one " + word + " but " + found);
    }
    return found.getFirst();
  }

  List<Instruction> all(String word) {
    return instructions.stream().filter(instruction -> instruction.word().equals(word)).toList();
  }
}
