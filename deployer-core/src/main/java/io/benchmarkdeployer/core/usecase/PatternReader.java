package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.usecase.LinearPattern.Between;
import io.benchmarkdeployer.core.usecase.LinearPattern.CharacterSet;
import io.benchmarkdeployer.core.usecase.LinearPattern.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads a regular expression into a {@link LinearPattern}. Java's own reader goes first: it finds
 * what is malformed, so that here only what is well formed has to be understood; it also decides
 * what a single character stands for, from an escape to a nested class.
 */
final class PatternReader {
  /** How many places a program may have: <code>(a{100}){100}</code> has more. */
  private static final int MOST_PLACES = 5_000;

  private static final int ANY_CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
  private static final int WITHOUT_END = -1;
  private static final Between START = (before, after) -> before < 0;
  private static final Between END = (before, after) -> after < 0;
  private static final Between BORDER = (before, after) -> isWord(before) != isWord(after);
  private static final Between NO_BORDER = (before, after) -> isWord(before) == isWord(after);

  private final String regex;
  private int at;
  private int flags;

  private PatternReader(String regex) {
    this.regex = regex;
  }

  /** What an expression is made of. */
  private sealed interface Node {
    record One(CharacterSet set) implements Node {}

    record Check(Between between) implements Node {}

    record Sequence(List<Node> nodes) implements Node {}

    record Choice(Node first, Node second) implements Node {}

    /** So many times; {@code most} may be {@link #WITHOUT_END}. */
    record Repeat(Node node, int least, int most) implements Node {}
  }

  static LinearPattern read(String regex) {
    checkSyntax(regex);
    Node node = new PatternReader(regex).choice();
    if (sizeOf(node) >= MOST_PLACES) {
      throw LogPattern.refused("regex", "repeats too much: counts multiply where they are nested");
    }
    var program = new ArrayList<Step>();
    write(node, program);
    program.add(new Step.Match());
    return new LinearPattern(program);
  }

  private static void checkSyntax(String regex) {
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException wrong) {
      throw LogPattern.refused("regex", "is malformed: " + inWords(wrong));
    } catch (StackOverflowError deep) {
      throw LogPattern.refused("regex", "is nested too deep");
    }
  }

  private static String inWords(PatternSyntaxException wrong) {
    return wrong.getIndex() < 0
        ? wrong.getDescription()
        : "%s at character %d".formatted(wrong.getDescription(), wrong.getIndex() + 1);
  }

  private Node choice() {
    Node node = sequence();
    while (skip("|")) {
      node = new Node.Choice(node, sequence());
    }
    return node;
  }

  private Node sequence() {
    var nodes = new ArrayList<Node>();
    while (at < regex.length() && !sees("|") && !sees(")")) {
      nodes.add(repeated(atom()));
    }
    return new Node.Sequence(nodes);
  }

  private Node repeated(Node node) {
    Node repeated = node;
    while (at < regex.length() && "*+?{".indexOf(regex.charAt(at)) >= 0) {
      repeated = repeat(repeated);
      if (sees("+")) {
        throw unknown("possessive repetition");
      }
      skip("?"); // Reluctant or not: it is found or it is not.
    }
    return repeated;
  }

  private Node repeat(Node node) {
    return switch (regex.charAt(at++)) {
      case '*' -> new Node.Repeat(node, 0, WITHOUT_END);
      case '+' -> new Node.Repeat(node, 1, WITHOUT_END);
      case '?' -> new Node.Repeat(node, 0, 1);
      default -> counted(node);
    };
  }

  private Node counted(Node node) {
    int least = number();
    int most = skip(",") ? (sees("}") ? WITHOUT_END : number()) : least;
    at++;
    return new Node.Repeat(node, least, most);
  }

  private int number() {
    int from = at;
    while (Character.isDigit(regex.charAt(at))) {
      at++;
    }
    return Integer.parseInt(regex, from, at, 10);
  }

  private Node atom() {
    return switch (regex.charAt(at)) {
      case '(' -> group();
      case '[' -> one(characterClass());
      case '\\' -> escape();
      case '.' -> skipping(1, new Node.One(new CharacterSet(c -> true)));
      case '^' -> skipping(1, new Node.Check(START));
      case '$' -> skipping(1, new Node.Check(END));
      default -> literal();
    };
  }

  private Node skipping(int characters, Node node) {
    at += characters;
    return node;
  }

  private Node group() {
    int outside = flags;
    at++;
    boolean only = skip("?") && !introduced();
    if (only) {
      return new Node.Sequence(List.of());
    }
    Node inside = choice();
    at++;
    flags = outside;
    return inside;
  }

  /** What stands after {@code (?}; false where the group sets flags and nothing more. */
  private boolean introduced() {
    if (sees("=") || sees("!") || sees("<=") || sees("<!")) {
      throw unknown("looking ahead or behind");
    }
    if (sees(">")) {
      throw unknown("an atomic group");
    }
    if (skip("<")) {
      at = regex.indexOf('>', at) + 1;
      return true;
    }
    return flagged();
  }

  private boolean flagged() {
    boolean on = true;
    for (char c = regex.charAt(at++); c != ':' && c != ')'; c = regex.charAt(at++)) {
      switch (c) {
        case '-' -> on = false;
        case 'i' -> flags = on ? ANY_CASE : 0;
        case 's', 'm', 'u' -> {}
        default -> throw unknown("the flag " + c);
      }
    }
    return regex.charAt(at - 1) == ':';
  }

  /** The shortest text from here that is a class by itself. */
  private String characterClass() {
    int end = at;
    do {
      end = regex.indexOf(']', end) + 1;
    } while (end > 0 && !isWellFormed(regex.substring(at, end)));
    if (end == 0) {
      throw unknown("this character class");
    }
    return regex.substring(at, end);
  }

  private static boolean isWellFormed(String part) {
    try {
      Pattern.compile(part);
      return true;
    } catch (PatternSyntaxException tooShort) {
      return false;
    }
  }

  private Node escape() {
    char kind = regex.charAt(at + 1);
    return switch (kind) {
      case 'b' -> border();
      case 'B' -> skipping(2, new Node.Check(NO_BORDER));
      case 'A' -> skipping(2, new Node.Check(START));
      case 'z', 'Z' -> skipping(2, new Node.Check(END));
      case 'Q' -> quoted();
      case 'E' -> skipping(2, new Node.Sequence(List.of()));
      case 'G', 'R', 'X', 'k', 'N' -> throw unknown("\\" + kind);
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> throw unknown("a back-reference");
      default -> one(regex.substring(at, at + lengthOfEscape(kind)));
    };
  }

  private Node border() {
    at += 2;
    if (sees("{")) {
      throw unknown("\\b{g}");
    }
    return new Node.Check(BORDER);
  }

  private int lengthOfEscape(char kind) {
    return switch (kind) {
      case 'p', 'P' -> regex.charAt(at + 2) == '{' ? toBrace() : 3;
      case 'x' -> regex.charAt(at + 2) == '{' ? toBrace() : 4;
      case 'u' -> lengthOfUnicode();
      case 'c' -> 3;
      case '0' -> lengthOfOctal();
      default -> 1 + Character.charCount(regex.codePointAt(at + 1));
    };
  }

  private int toBrace() {
    return regex.indexOf('}', at) + 1 - at;
  }

  /** Two of them may be one character. */
  private int lengthOfUnicode() {
    boolean pair =
        regex.startsWith("\\u", at + 6)
            && Character.isHighSurrogate((char) Integer.parseInt(regex, at + 2, at + 6, 16));
    return pair ? 12 : 6;
  }

  /** Three digits where the first is at most 3. */
  private int lengthOfOctal() {
    int most = regex.charAt(at + 2) <= '3' ? 5 : 4;
    int length = 3;
    while (length < most
        && at + length < regex.length()
        && regex.charAt(at + length) >= '0'
        && regex.charAt(at + length) <= '7') {
      length++;
    }
    return length;
  }

  private Node quoted() {
    int end = regex.indexOf("\\E", at + 2);
    int to = end < 0 ? regex.length() : end;
    var nodes = new ArrayList<Node>();
    at += 2;
    while (at < to) {
      nodes.add(literal());
    }
    at = end < 0 ? to : end + 2;
    // A repetition after it is of its last character only.
    if (nodes.isEmpty()) {
      return new Node.Sequence(nodes);
    }
    Node last = repeated(nodes.removeLast());
    nodes.add(last);
    return new Node.Sequence(nodes);
  }

  private Node literal() {
    int c = regex.codePointAt(at);
    int length = Character.charCount(c);
    if (flags == 0) {
      return skipping(length, new Node.One(new CharacterSet(other -> other == c)));
    }
    Predicate<String> same =
        Pattern.compile(Character.toString(c), flags | Pattern.LITERAL).asMatchPredicate();
    return skipping(
        length, new Node.One(new CharacterSet(other -> same.test(Character.toString(other)))));
  }

  /** What this text, which stands here, matches by itself: one character. */
  private Node one(String text) {
    Predicate<String> matches = Pattern.compile(text, flags).asMatchPredicate();
    return skipping(
        text.length(), new Node.One(new CharacterSet(c -> matches.test(Character.toString(c)))));
  }

  private boolean sees(String text) {
    return regex.startsWith(text, at);
  }

  private boolean skip(String text) {
    boolean seen = sees(text);
    at += seen ? text.length() : 0;
    return seen;
  }

  private RejectedException unknown(String what) {
    return LogPattern.refused(
        "regex", "has %s near character %d, which is not known here".formatted(what, at + 1));
  }

  /** As {@code \w} has it. */
  private static boolean isWord(int c) {
    return c == '_' || (c < 128 && Character.isLetterOrDigit(c));
  }

  /** How many places it takes; too many to tell where it is {@link #MOST_PLACES}. */
  private static int sizeOf(Node node) {
    long size =
        switch (node) {
          case Node.One one -> 1;
          case Node.Check check -> 1;
          case Node.Sequence sequence ->
              sequence.nodes().stream().mapToLong(PatternReader::sizeOf).sum();
          case Node.Choice choice -> 2L + sizeOf(choice.first()) + sizeOf(choice.second());
          case Node.Repeat repeat -> sizeOf(repeat);
        };
    return (int) Math.min(size, MOST_PLACES);
  }

  private static long sizeOf(Node.Repeat repeat) {
    long times = repeat.most() == WITHOUT_END ? repeat.least() + 1L : repeat.most();
    return times * (sizeOf(repeat.node()) + 2L);
  }

  private static void write(Node node, List<Step> program) {
    switch (node) {
      case Node.One one -> program.add(new Step.One(one.set()));
      case Node.Check check -> program.add(new Step.Check(check.between()));
      case Node.Sequence sequence -> sequence.nodes().forEach(part -> write(part, program));
      case Node.Choice choice -> writeChoice(choice, program);
      case Node.Repeat repeat -> writeRepeat(repeat, program);
    }
  }

  private static void writeChoice(Node.Choice choice, List<Step> program) {
    int fork = reserve(program);
    write(choice.first(), program);
    int jump = reserve(program);
    program.set(fork, new Step.Fork(fork + 1, program.size()));
    write(choice.second(), program);
    program.set(jump, new Step.Fork(program.size(), program.size()));
  }

  private static void writeRepeat(Node.Repeat repeat, List<Step> program) {
    for (int i = 0; i < repeat.least(); i++) {
      write(repeat.node(), program);
    }
    if (repeat.most() == WITHOUT_END) {
      writeLoop(repeat.node(), program);
    }
    for (int i = repeat.least(); i < repeat.most(); i++) {
      int fork = reserve(program);
      write(repeat.node(), program);
      program.set(fork, new Step.Fork(fork + 1, program.size()));
    }
  }

  private static void writeLoop(Node node, List<Step> program) {
    int fork = reserve(program);
    write(node, program);
    program.add(new Step.Fork(fork, fork));
    program.set(fork, new Step.Fork(fork + 1, program.size()));
  }

  private static int reserve(List<Step> program) {
    program.add(new Step.Match());
    return program.size() - 1;
  }
}
