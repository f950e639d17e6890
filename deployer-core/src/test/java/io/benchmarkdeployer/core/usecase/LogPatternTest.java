package io.benchmarkdeployer.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.benchmarkdeployer.core.port.RejectedException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogPatternTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void aTextIsFoundLetterByLetter() {
    assertThat(LogPattern.containing("a.b[").test("xa.b[y")).isTrue();
    assertThat(LogPattern.containing("a.b[").test("xaab[y")).isFalse();
    assertThat(LogPattern.containing("").test("")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "ab|cd",
        "|x",
        "^a",
        "b$",
        "^$",
        "^(a|b)*c$",
        "(?:ab)+c?d{2}",
        "a{2,}b{0,2}c{1,3}",
        "a*?b+?c??",
        "[a-c]x[^a-c]",
        "[]a]",
        "[^]a]b",
        "[a-z&&[^b]]d",
        "[\\]\\[]",
        "[[ab][cd]]",
        "\\d+\\D",
        "\\w\\W\\s\\S",
        "\\bab\\b",
        "\\Bb",
        "\\.\\*\\\\",
        "\\x41\\u0042",
        "\\x{1F680}",
        "\\p{Lu}\\p{L}\\P{L}",
        "\\pLx",
        "\\Qa.b\\E+c",
        "\\Q[",
        "\\t",
        "\\060",
        "(?i)AB",
        "(?i:a)b",
        "((?i)a)B|c",
        "(?i)é|한",
        "(?<name>a)b",
        "a.c",
        "🚀+",
        "한국",
        "()",
        "(()*)*a",
        "(a|)+b",
        "((a?){3}b){2}",
        "a]}b"
      })
  void whatIsFoundIsWhatJavaFinds(String regex) {
    var ours = LogPattern.matching(regex);
    var javas = Pattern.compile(regex.contains("é") ? "(?u)" + regex : regex);
    var random = new Random(7);
    List<String> parts =
        List.of(
            "a", "b", "c", "d", "ab", "A", "B", "x", "]", "[", "}", "0", "41", " ", "\t", ".", "*",
            "\\", "_", "É", "é", "한국", "🚀", "a.b", "Lu", "aab", "dd");

    for (int i = 0; i < 2_000; i++) {
      var line = new StringBuilder();
      random.ints(random.nextInt(8), 0, parts.size()).forEach(part -> line.append(parts.get(part)));

      assertThat(ours.test(line.toString()))
          .as("%s in %s", regex, line)
          .isEqualTo(javas.matcher(line).find());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+$",
        "(a+)+b",
        "([a-zA-Z]+)*b",
        "(a|aa)+b",
        "(a|a?)+b",
        "(.*a){11}b",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(.*)*(.*)*(.*)*x",
        "(?:a?){30}a{30}b",
        "(x+x+)+y",
        ".*.*.*.*=",
        "(((((a*)*)*)*)*)*b"
      })
  void noBombHangsOnALongLine(String bomb) {
    assertEnds(bomb, "a".repeat(MEBIBYTE));
    assertEnds(bomb, "a".repeat(50_000) + "!");
    assertEnds(bomb, "한".repeat(50_000));
    assertEnds(bomb, "");
  }

  /** Those that blow up in Java without ever reading a character. */
  @Test
  void noBombHangsOnALineWithoutCharacters() {
    assertEnds("(|)".repeat(300) + "x", "");
    assertEnds("$?".repeat(400) + "x", "");
    assertEnds("(a?|b?)".repeat(100) + "x", "");
    assertEnds("(^|$|\\b)".repeat(80) + "x", "aaa");
  }

  @Test
  void whatTakesTooManyStepsIsRefusedInsteadOfGuessed() {
    var expensive = LogPattern.matching("(a?){500}b");

    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> expensive.test("a".repeat(MEBIBYTE)))
        .withMessageContaining("regex is too expensive for a line of 1048576 characters");
    assertThat(expensive.test("aab")).isTrue();
  }

  @Test
  void anOrdinaryExpressionIsNotTooExpensiveForTheLongestLine() {
    String line = "x error: connection 12 was reset by peer, warn ".repeat(MEBIBYTE / 48);

    assertThat(LogPattern.matching("(error|warn(ing)?|fatal):? .*timeout").test(line)).isFalse();
    assertThat(LogPattern.matching("(?i)\\bFATAL\\b|\\d{4}-\\d{2}").test(line)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "a)", "[a", "*a", "a{2", "a{3,2}", "\\", "(?<n", "\\p{Nope}", "(?z)"})
  void aMalformedExpressionIsRefusedWithItsReason(String regex) {
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> LogPattern.matching(regex))
        .withMessageStartingWith("regex is malformed: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a)\\1",
        "(?=a)",
        "(?!a)",
        "(?<=a)b",
        "(?<!a)b",
        "(?>a)",
        "a++",
        "a{2}+",
        "(?<n>a)\\k<n>",
        "\\G",
        "\\X",
        "\\R",
        "(?x)a b",
        "\\b{g}"
      })
  void whatCannotBeDecidedInLinearTimeIsRefused(String regex) {
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> LogPattern.matching(regex))
        .withMessageContaining("which is not known here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(a{1000}){1000}", "a{2147483647}", "(){2147483647}", "((a{99}){99}){99,}"})
  void countsThatMultiplyAreRefused(String regex) {
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> LogPattern.matching(regex))
        .withMessageStartingWith("regex repeats too much");
  }

  @Test
  void longAndDeepExpressionsAreRefusedOrWork() {
    String deep = "(".repeat(499) + "a" + ")".repeat(499);

    assertThat(LogPattern.matching(deep).test("a")).isTrue();
    assertThat(LogPattern.matching("a|".repeat(499) + "b").test("b")).isTrue();
    assertThat(LogPattern.matching("[".repeat(400) + "a" + "]".repeat(400)).test("a")).isTrue();
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> LogPattern.matching("a".repeat(1_001)))
        .withMessage("regex has at most 1000 characters");
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> LogPattern.containing("a".repeat(1_001)))
        .withMessage("contains has at most 1000 characters");
  }

  private static void assertEnds(String regex, String line) {
    var pattern = LogPattern.matching(regex);
    assertTimeoutPreemptively(SOON, () -> decide(pattern, line));
  }

  private static void decide(Predicate<String> pattern, String line) {
    try {
      assertThat(pattern.test(line) && line.isEmpty()).isFalse();
    } catch (RejectedException expensive) {
      assertThat(expensive).hasMessageContaining("too expensive");
    }
  }
}
