package io.benchmarkdeployer.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What was entered at a scripted shell, taken apart as it is run: words, quotes, variables, and the
 * commands between {@code ;}, {@code &} and {@code |}.
 */
final class ShellLine {
  private static final String BLANKS = " \t\n";
  private static final String OPERATORS = ";&|";

  private final String text;
  private final UnaryOperator<String> variables;
  private int at;

  /**
   * A program and its arguments.
   *
   * @param into the program that gets what it prints, with its arguments; empty for the terminal
   * @param background not to be waited for
   */
  record Command(List<String> words, List<String> into, boolean background) {}

  ShellLine(String text, UnaryOperator<String> variables) {
    this.text = text;
    this.variables = variables;
  }

  boolean hasNext() {
    while (at < text.length() && (isOneOf(BLANKS) || isOneOf(";"))) {
      at++;
    }
    return at < text.length();
  }

  private boolean isOneOf(String characters) {
    return characters.indexOf(text.charAt(at)) >= 0;
  }

  /** Variables have the values that they have now. */
  Command next() {
    List<String> words = words();
    List<String> into = skips('|') ? words() : List.of();
    boolean background = skips('&');
    return new Command(words, into, background);
  }

  private boolean skips(char operator) {
    boolean there = at < text.length() && text.charAt(at) == operator;
    at += there ? 1 : 0;
    return there;
  }

  private List<String> words() {
    var words = new ArrayList<String>();
    while (at < text.length() && !isOneOf(OPERATORS)) {
      if (isOneOf(BLANKS)) {
        at++;
      } else {
        words.add(word());
      }
    }
    return words;
  }

  private String word() {
    var word = new StringBuilder();
    while (at < text.length() && !isOneOf(BLANKS) && !isOneOf(OPERATORS)) {
      char next = text.charAt(at++);
      switch (next) {
        case '\'' -> word.append(upTo('\''));
        case '"' -> appendQuoted(word);
        case '\\' -> word.append(at < text.length() ? text.charAt(at++) : next);
        case '$' -> word.append(variables.apply(name()));
        default -> word.append(next);
      }
    }
    return word.toString();
  }

  /** A quote that is not closed goes to the end. */
  private String upTo(char close) {
    int found = text.indexOf(close, at);
    int end = found < 0 ? text.length() : found;
    String part = text.substring(at, end);
    at = Math.min(text.length(), end + 1);
    return part;
  }

  private void appendQuoted(StringBuilder word) {
    while (at < text.length() && text.charAt(at) != '"') {
      char next = text.charAt(at++);
      word.append(next == '$' ? variables.apply(name()) : String.valueOf(next));
    }
    skips('"');
  }

  private String name() {
    int start = at;
    if (at < text.length() && isOneOf("?$")) {
      return text.substring(start, ++at);
    }
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private static boolean isNamePart(char character) {
    return character == '_' || (character < 128 && Character.isLetterOrDigit(character));
  }
}
