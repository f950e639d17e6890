package io.benchmarkdeployer.app.embedded;

import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.testkit.ContainerRuntime.Start;
import io.benchmarkdeployer.testkit.ContainerRuntime.StartFailure;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a container's process is begun: by the JDK, whose way of handing over variables no other user
 * of the machine can look at. It writes them in the locale's character set: what that loses (Korean
 * text, where the service was started without a locale) goes by a shell that reads one line and
 * becomes the program. The variables are then among the words of {@code env}, and for a moment in
 * the machine's list of processes.
 *
 * @param directory where the process begins
 */
record Launch(
    SystemTools tools,
    List<String> words,
    Map<String, String> environment,
    Path directory,
    ProcessMarker marker) {
  /** The kernel takes no longer word (MAX_ARG_STRLEN, with its end). */
  private static final int LONGEST_WORD = (128 << 10) - 1;

  private static final File NOTHING = new File("/dev/null");
  private static final List<String> LOCALES = List.of("LC_ALL", "LC_CTYPE", "LANG");
  private static final LocaleCharset LOCALE = LocaleCharset.ofService();

  Launch {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /**
   * A container as it is begun; nothing of this service's environment goes to it but {@code PATH}.
   *
   * @param home its scratch directory
   * @throws StartFailure where its program can't be run, and why
   */
  static Launch of(
      SystemTools tools, Start container, Path home, Path directory, ProcessMarker marker)
      throws StartFailure {
    var environment = new TreeMap<>(defaults(container, home));
    environment.putAll(container.environment());
    environment.put(ProcessMarker.VARIABLE, marker.value());
    List<String> words =
        Stream.concat(container.command().stream(), container.arguments().stream()).toList();
    var launch = new Launch(tools, words, environment, directory, marker);
    launch.check(container);
    return launch;
  }

  /** Starts it, printing into this pipe. */
  Process start(OutputPipe output) throws IOException {
    return tools.session().isPresent() && isKeptByLocale()
        ? startAlone(tools.session().get(), output)
        : startByShell(output);
  }

  /**
   * A program of the container: a path, or a name that its search path resolves.
   *
   * @throws StartFailure where it can't be run, and why
   */
  Path find(String program) throws StartFailure {
    var path = new SearchPath(environment.getOrDefault("PATH", ""));
    return new Program(program).check(path, directory);
  }

  /** The environment of a terminal in the container, as assignments. */
  String[] ofTerminal(TerminalMarker terminal) {
    var variables = new TreeMap<>(environment);
    if (LOCALES.stream().noneMatch(variables::containsKey)) {
      variables.put("LANG", "C.UTF-8");
    }
    variables.put("TERM", "xterm-256color");
    variables.put(TerminalMarker.VARIABLE, terminal.value());
    return assignments(variables).toArray(String[]::new);
  }

  private boolean isKeptByLocale() {
    boolean named = environment.keySet().stream().noneMatch(name -> name.contains("="));
    return named && everyWord().stream().allMatch(LOCALE::keeps);
  }

  private Process startAlone(Path session, OutputPipe output) throws IOException {
    List<String> command = Stream.concat(Stream.of(session.toString()), words.stream()).toList();
    ProcessBuilder builder = builder(command, environment, output);
    return builder.redirectInput(ProcessBuilder.Redirect.from(NOTHING)).start();
  }

  private ProcessBuilder builder(
      List<String> command, Map<String, String> variables, OutputPipe output) {
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectErrorStream(true).redirectOutput(output.target());
    builder.environment().clear();
    builder.environment().putAll(variables);
    return builder;
  }

  private Process startByShell(OutputPipe output) throws IOException {
    Map<String, String> marked = Map.of(ProcessMarker.VARIABLE, marker.value());
    Process process = builder(List.of(tools.shell().toString()), marked, output).start();
    try (OutputStream shell = process.getOutputStream()) {
      shell.write(line().getBytes(StandardCharsets.UTF_8));
    } catch (IOException unread) {
      process.destroyForcibly();
      throw unread;
    }
    return process;
  }

  private static Map<String, String> defaults(Start container, Path home) {
    return Map.of(
        "PATH", SearchPath.ofService().value(),
        "HOME", home.toString(),
        "TMPDIR", home.toString(),
        "LANG", "C.UTF-8",
        "HOSTNAME", container.podName());
  }

  private void check(Start container) throws StartFailure {
    if (container.command().isEmpty()) {
      throw StartFailure.ofProgram(
          "StartError",
          ("In the embedded mode no image is pulled, so what %s would run by itself is not known:"
                  + " container %s needs a command")
              .formatted(container.image(), container.container()));
    }
    checkWords();
    find(words.getFirst());
  }

  private void checkWords() throws StartFailure {
    for (String word : everyWord()) {
      if (word.indexOf('\0') >= 0) {
        throw StartFailure.ofProgram(
            "StartError", "a command, an argument or a variable holds a NUL character");
      }
      if (word.getBytes(StandardCharsets.UTF_8).length > LONGEST_WORD) {
        throw StartFailure.ofProgram(
            "StartError",
            "exec: \"%s\": argument list too long (more than 128 KiB in one)"
                .formatted(words.getFirst()));
      }
    }
  }

  private List<String> everyWord() {
    return Stream.concat(words.stream(), assignments(environment)).toList();
  }

  private static Stream<String> assignments(Map<String, String> variables) {
    return variables.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue());
  }

  private String line() {
    Stream<String> beginning = Stream.of(tools.environment().toString(), "-i", "--");
    Stream<String> program =
        Stream.concat(tools.session().map(Path::toString).stream(), words.stream());
    return Stream.of(beginning, assignments(environment), program)
        .flatMap(part -> part)
        .map(Launch::quoted)
        .collect(Collectors.joining(" ", "exec ", " </dev/null\n"));
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
