package io.benchmarkdeployer.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.benchmarkdeployer.core.model.TerminalSize;
import java.time.Duration;
import java.util.List;

/** The programs that every scripted shell can run. Texts have a char for a byte. */
final class ShellPrograms {
  static final int NOT_FOUND = 127;

  private static final int CHUNK = 32 << 10;

  private final Tty tty;

  ShellPrograms(Tty tty) {
    this.tty = tty;
  }

  /** Runs it to its end; its code. */
  int run(String program, List<String> arguments, ShellOutput out)
      throws ShellSignal, InterruptedException {
    switch (program) {
      case "true", ":", "trap" -> {}
      case "echo" -> out.print(String.join(" ", arguments) + "\n");
      case "printf" -> out.print(printf(arguments));
      case "cat" -> copy(Long.MAX_VALUE, out);
      case "head" -> copy(number(arguments, 1), out);
      case "seq" -> count(arguments, out);
      case "yes" -> flood(arguments.isEmpty() ? "y" : String.join(" ", arguments), out);
      case "sleep" -> tty.sleep(Duration.ofMillis((long) (1_000 * seconds(arguments))));
      case "stty" -> stty(arguments, out);
      case "false" -> {
        return 1;
      }
      default -> {
        out.print("sh: %s: not found\n".formatted(program));
        return NOT_FOUND;
      }
    }
    return 0;
  }

  private void copy(long bytes, ShellOutput out) throws ShellSignal, InterruptedException {
    long left = bytes;
    while (left > 0) {
      byte[] keys = tty.take((int) Math.min(left, CHUNK));
      if (keys.length == 0) {
        return;
      }
      left -= keys.length;
      out.print(new String(keys, ISO_8859_1));
    }
  }

  private static void count(List<String> arguments, ShellOutput out)
      throws ShellSignal, InterruptedException {
    long last = number(arguments, arguments.size() - 1);
    var text = new StringBuilder();
    for (long i = arguments.size() > 1 ? number(arguments, 0) : 1; i <= last; i++) {
      text.append(i).append('\n');
      if (text.length() > CHUNK) {
        out.print(text.toString());
        text.setLength(0);
      }
    }
    out.print(text.toString());
  }

  /** As fast as it is read: one array, again and again. */
  private static void flood(String line, ShellOutput out) throws ShellSignal, InterruptedException {
    byte[] lines = out.ready((line + "\n").repeat(1 + CHUNK / (line.length() + 1)));
    while (true) {
      out.put(lines);
    }
  }

  private void stty(List<String> arguments, ShellOutput out)
      throws ShellSignal, InterruptedException {
    for (String argument : arguments) {
      switch (argument) {
        case "size" -> printSize(out);
        case "raw" -> tty.setRaw(true);
        case "echo" -> tty.setEcho(true);
        case "-echo" -> tty.setEcho(false);
        case "sane", "cooked", "-raw" -> {
          tty.setRaw(false);
          tty.setEcho(true);
        }
        default -> out.print("stty: invalid argument '%s'\n".formatted(argument));
      }
    }
  }

  private void printSize(ShellOutput out) throws ShellSignal, InterruptedException {
    TerminalSize size = tty.size();
    out.print(size.rows() + " " + size.columns() + "\n");
  }

  private static double seconds(List<String> arguments) {
    try {
      return arguments.isEmpty() ? 0 : Double.parseDouble(arguments.getFirst());
    } catch (NumberFormatException notOne) {
      return 0;
    }
  }

  /** 0 where there is none. */
  static long number(List<String> arguments, int index) {
    try {
      return index >= 0 && index < arguments.size() ? Long.parseLong(arguments.get(index)) : 0;
    } catch (NumberFormatException notOne) {
      return 0;
    }
  }

  /** The format with its escapes, and the arguments in the places of {@code %s}. */
  private static String printf(List<String> arguments) {
    String text = arguments.isEmpty() ? "" : unescaped(arguments.getFirst());
    for (String argument : arguments.stream().skip(1).toList()) {
      int place = text.indexOf("%s");
      text = place < 0 ? text : text.substring(0, place) + argument + text.substring(place + 2);
    }
    return text;
  }

  private static String unescaped(String format) {
    var text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      if (format.charAt(i) == '\\' && i + 1 < format.length()) {
        i = unescape(format, i + 1, text);
      } else {
        text.append(format.charAt(i));
      }
    }
    return text.toString();
  }

  /** The place of the last character that belongs to the escape. */
  private static int unescape(String format, int at, StringBuilder text) {
    int end = at;
    while (end < format.length() && end < at + 3 && isOctal(format.charAt(end))) {
      end++;
    }
    if (end > at) {
      text.append((char) (Integer.parseInt(format.substring(at, end), 8) & 0xff));
      return end - 1;
    }
    text.append(
        switch (format.charAt(at)) {
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'e' -> '\033';
          default -> format.charAt(at);
        });
    return at;
  }

  private static boolean isOctal(char digit) {
    return digit >= '0' && digit <= '7';
  }
}
