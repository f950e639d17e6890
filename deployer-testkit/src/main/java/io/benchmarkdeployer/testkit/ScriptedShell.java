package io.benchmarkdeployer.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a shell of a scripted container does. It takes lines as {@code sh} does, with quotes,
 * variables, {@code ;} and {@code &}, and knows a few programs: {@code echo}, {@code printf},
 * {@code cat}, {@code head -c}, {@code seq}, {@code yes}, {@code sleep}, {@code stty}, {@code
 * sha256sum} and {@code wc} (after a {@code |}, too), {@code read}, {@code kill -9 $$}, {@code
 * exit}. Whatever else it shall answer it is taught. It runs in real time, also in a cluster whose
 * clock is a {@link ManualClock}. Immutable.
 */
public final class ScriptedShell {
  private static final ScriptedShell PLAIN = new ScriptedShell("$ ", Map.of());

  private final String prompt;
  private final Map<String, Reply> replies;

  /**
   * What a taught line does.
   *
   * @param printed a char for a byte
   * @param exit the code with which the shell ends, if it does
   */
  record Reply(String printed, Optional<Integer> exit) {}

  private ScriptedShell(String prompt, Map<String, Reply> replies) {
    this.prompt = prompt;
    this.replies = replies;
  }

  /** One that was taught nothing. */
  public static ScriptedShell plain() {
    return PLAIN;
  }

  /** Prompts with this instead of {@code "$ "}. */
  public ScriptedShell prompting(String other) {
    return new ScriptedShell(asBytes(other), replies);
  }

  /**
   * Answers this line.
   *
   * @param line as it is entered, blanks around it aside
   * @param printed to the byte, in UTF-8: a line on the screen ends with {@code \r\n}
   */
  public ScriptedShell answering(String line, String printed) {
    return with(line, new Reply(asBytes(printed), Optional.empty()));
  }

  /** Ends at this line with this code, after it has printed this, as it does at a crash. */
  public ScriptedShell exiting(String line, String printed, int code) {
    return with(line, new Reply(asBytes(printed), Optional.of(code)));
  }

  private ScriptedShell with(String line, Reply reply) {
    var more = new HashMap<>(replies);
    more.put(asBytes(line.strip()), reply);
    return new ScriptedShell(prompt, Map.copyOf(more));
  }

  private static String asBytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  String prompt() {
    return prompt;
  }

  Optional<Reply> reply(String line) {
    return Optional.ofNullable(replies.get(line.strip()));
  }
}
