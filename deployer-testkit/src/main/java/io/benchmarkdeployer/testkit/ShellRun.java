package io.benchmarkdeployer.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.testkit.ScriptedShell.Reply;
import io.benchmarkdeployer.testkit.ShellLine.Command;
import io.benchmarkdeployer.testkit.ShellOutput.Sum;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A scripted shell that runs in its terminal, on a virtual thread of its own. */
final class ShellRun implements Runnable {
  private static final Logger LOG = System.getLogger(ShellRun.class.getName());
  private static final Pattern ASSIGNMENT =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);
  private static final int MOST_TYPED = 4 << 10;
  private static final String PROMPT = "PS1";
  private static final String STATUS = "?";

  private final TerminalMarker marker;
  private final ScriptedShell shell;
  private final Tty tty;
  private final ShellPrograms programs;
  private final ShellOutput screen;
  private final Map<String, String> environment;
  private final Map<String, String> variables = new HashMap<>();
  private boolean over;

  ShellRun(TerminalMarker marker, ScriptedShell shell, Tty tty, Map<String, String> environment) {
    this.marker = marker;
    this.shell = shell;
    this.tty = tty;
    this.programs = new ShellPrograms(tty);
    this.screen = new ShellOutput.ToTerminal(tty);
    this.environment = environment;
    variables.put(PROMPT, shell.prompt());
    variables.put(TerminalMarker.VARIABLE, marker.value());
    variables.put("$", "1");
    variables.put(STATUS, "0");
  }

  TerminalMarker marker() {
    return marker;
  }

  /** Ends it with this signal; it takes a moment. */
  void kill(int signal) {
    tty.kill(signal);
  }

  @Override
  public void run() {
    int code = 1;
    try {
      code = converse();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "A scripted shell failed", bug);
    } finally {
      tty.exited(code);
    }
  }

  private int converse() throws InterruptedException {
    boolean interrupted = false;
    while (!over) {
      try {
        takeLine(interrupted ? "\n" : "");
        interrupted = false;
      } catch (ShellSignal signal) {
        status(signal.code());
        interrupted = true;
        over = !signal.isInterrupt();
      }
    }
    return Integer.parseInt(variable(STATUS));
  }

  /** One line, from its prompt on. */
  private void takeLine(String before) throws ShellSignal, InterruptedException {
    screen.print(before);
    tty.print(variable(PROMPT).getBytes(ISO_8859_1));
    byte[] line = tty.take(MOST_TYPED);
    over = line.length == 0;
    run(new String(line, ISO_8859_1));
  }

  private void run(String line) throws ShellSignal, InterruptedException {
    Optional<Reply> reply = shell.reply(line);
    if (reply.isPresent()) {
      play(reply.get());
      return;
    }
    var commands = new ShellLine(line, this::variable);
    while (!over && commands.hasNext()) {
      run(commands.next());
    }
  }

  private void play(Reply reply) throws ShellSignal, InterruptedException {
    tty.print(reply.printed().getBytes(ISO_8859_1));
    status(reply.exit().orElse(0));
    over = reply.exit().isPresent();
  }

  private String variable(String name) {
    return Optional.ofNullable(variables.get(name))
        .orElseGet(() -> environment.getOrDefault(name, ""));
  }

  private void status(int code) {
    variables.put(STATUS, Integer.toString(code));
  }

  /** What is not to be waited for is not run at all: there is one thread. */
  private void run(Command command) throws ShellSignal, InterruptedException {
    if (command.words().isEmpty() || command.background()) {
      return;
    }
    var assignment = ASSIGNMENT.matcher(command.words().getFirst());
    if (assignment.matches()) {
      variables.put(assignment.group(1), assignment.group(2));
      status(0);
      return;
    }
    String program = command.words().getFirst();
    List<String> arguments = command.words().subList(1, command.words().size());
    switch (program) {
      case "exit" -> exit(arguments);
      case "kill" -> throw new ShellSignal(signal(arguments));
      case "read" -> read(arguments);
      default -> status(run(program, arguments, command.into()));
    }
  }

  private void exit(List<String> arguments) {
    if (!arguments.isEmpty()) {
      status((int) ShellPrograms.number(arguments, 0) & 0xff);
    }
    over = true;
  }

  private static int signal(List<String> arguments) {
    return Math.clamp(-ShellPrograms.number(arguments, 0), 1, 64);
  }

  private void read(List<String> arguments) throws ShellSignal, InterruptedException {
    byte[] line = tty.take(MOST_TYPED);
    status(line.length == 0 ? 1 : 0);
    if (!arguments.isEmpty()) {
      variables.put(arguments.getFirst(), new String(line, ISO_8859_1).stripTrailing());
    }
  }

  private int run(String program, List<String> arguments, List<String> into)
      throws ShellSignal, InterruptedException {
    if (Sum.isSum(program)) {
      return sumUp("cat", List.of(), program);
    }
    if (into.isEmpty()) {
      return programs.run(program, arguments, screen);
    }
    if (Sum.isSum(into.getFirst())) {
      return sumUp(program, arguments, into.getFirst());
    }
    return programs.run(into.getFirst(), List.of(), screen);
  }

  private int sumUp(String program, List<String> arguments, String into)
      throws ShellSignal, InterruptedException {
    var sum = new Sum(into);
    int code = programs.run(program, arguments, sum);
    screen.print(sum.result());
    return code;
  }
}
