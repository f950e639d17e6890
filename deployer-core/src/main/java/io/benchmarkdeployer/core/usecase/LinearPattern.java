package io.benchmarkdeployer.core.usecase;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A regular expression as a program for Thompson's simulation: all ways to match are followed at
 * once, character by character, and no place of the program is visited twice at one character. So
 * no expression blows up, as they do in {@link java.util.regex.Pattern}, where counting what it
 * reads would not help: {@code (|)(|)(|)...x} takes exponential time there and reads nothing.
 *
 * <p>Immutable.
 */
final class LinearPattern {
  /** How much work one line may be; some tenths of a second. */
  static final int MOST_STEPS = 20_000_000;

  private static final int ASCII = 128;

  /** A character that isn't ASCII may have to be asked of {@link java.util.regex.Pattern}. */
  private static final int COST_OF_OTHERS = 10;

  private final List<Step> program;
  private final boolean[] beginnings;

  /** One place of the program; numbers are places to go on at. */
  sealed interface Step {
    /** Takes a character of the line; goes on at the next place. */
    record One(CharacterSet set) implements Step {}

    /** Holds between two characters, or at the line's ends; goes on at the next place. */
    record Check(Between between) implements Step {}

    /** Goes on at both. */
    record Fork(int first, int second) implements Step {}

    record Match() implements Step {}
  }

  /** What may stand between two characters; each is -1 at the line's end. */
  @FunctionalInterface
  interface Between {
    boolean holds(int before, int after);
  }

  /** Which characters match, looked up where they are ASCII. */
  static final class CharacterSet {
    private final boolean[] ascii = new boolean[ASCII];
    private final IntPredicate others;

    CharacterSet(IntPredicate all) {
      others = all;
      for (int c = 0; c < ASCII; c++) {
        ascii[c] = all.test(c);
      }
    }

    boolean contains(int c) {
      return c < ASCII ? ascii[c] : others.test(c);
    }
  }

  LinearPattern(List<Step> program) {
    this.program = List.copyOf(program);
    this.beginnings = beginningsOf();
  }

  boolean isFoundIn(String line) {
    return new Run(line).find();
  }

  /** With which ASCII characters a match may begin: the others are passed over. */
  private boolean[] beginningsOf() {
    var beginnings = new boolean[ASCII];
    var places = new Places(program.size());
    places.add(0);
    for (int i = 0; i < places.count; i++) {
      switch (program.get(places.list[i])) {
        case Step.One one -> {
          for (int c = 0; c < ASCII; c++) {
            beginnings[c] |= one.set().ascii[c];
          }
        }
        case Step.Fork fork -> {
          places.add(fork.first());
          places.add(fork.second());
        }
        case Step.Check check -> Arrays.fill(beginnings, true);
        case Step.Match match -> Arrays.fill(beginnings, true);
      }
    }
    return beginnings;
  }

  /** Places of the program, each once, in the order in which they were added. */
  private static final class Places {
    private final int[] list;
    private final boolean[] known;
    private int count;

    Places(int size) {
      list = new int[size];
      known = new boolean[size];
    }

    void add(int place) {
      if (!known[place]) {
        known[place] = true;
        list[count++] = place;
      }
    }

    void clear() {
      for (int i = 0; i < count; i++) {
        known[list[i]] = false;
      }
      count = 0;
    }
  }

  /** One line being looked through. */
  private final class Run {
    private final String line;
    private Places now = new Places(program.size());
    private Places then = new Places(program.size());
    private int steps;

    Run(String line) {
      this.line = line;
    }

    boolean find() {
      int before = -1;
      for (int at = 0; at < line.length(); at += Character.charCount(before)) {
        int c = line.codePointAt(at);
        if (mayBegin(c)) {
          now.add(0);
        }
        if (now.count > 0 && advance(before, c)) {
          return true;
        }
        before = c;
      }
      now.add(0);
      return advance(before, -1);
    }

    private boolean mayBegin(int c) {
      return c >= ASCII || beginnings[c];
    }

    /** Goes from the places of now past this character; whether a match was found before it. */
    private boolean advance(int before, int c) {
      for (int i = 0; i < now.count; i++) {
        if (follow(now.list[i], before, c)) {
          return true;
        }
      }
      count(c < ASCII ? now.count : now.count * COST_OF_OTHERS);
      Places passed = now;
      now = then;
      then = passed;
      then.clear();
      return false;
    }

    /** Whether the program ends here. */
    private boolean follow(int place, int before, int c) {
      switch (program.get(place)) {
        case Step.One one -> {
          if (c >= 0 && one.set().contains(c)) {
            then.add(place + 1);
          }
        }
        case Step.Check check -> {
          if (check.between().holds(before, c)) {
            now.add(place + 1);
          }
        }
        case Step.Fork fork -> {
          now.add(fork.first());
          now.add(fork.second());
        }
        case Step.Match match -> {
          return true;
        }
      }
      return false;
    }

    private void count(int more) {
      steps += more;
      if (steps > MOST_STEPS) {
        throw LogPattern.refused(
            "regex", "is too expensive for a line of %d characters".formatted(line.length()));
      }
    }
  }
}
