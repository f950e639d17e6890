package io.benchmarkdeployer.core.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.benchmarkdeployer.core.model.SecretValues.Pieces.Piece;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretValuesTest {
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void aValueIsMaskedWhereverItStands() {
    assertMasked(of("hunter2"), "login hunter2, again:hunter2", "login ***, again:***");
    assertMasked(of("hunter2"), "hunter2", "***");
    assertMasked(of("hunter2"), "hunter2hunter2", "******");
  }

  @Test
  void aLineWithoutAnyIsTheSameArray() {
    byte[] line = bytes("nothing to hunter see");

    assertThat(of("hunter2").mask(line)).isSameAs(line);
    assertThat(SecretValues.NONE.mask(line)).isSameAs(line);
  }

  @Test
  void shortLinesAndShortValuesAreLeft() {
    assertMasked(of("abc"), "abc YWJj", "abc YWJj");
    assertMasked(of("abcd"), "", "");
    assertMasked(of("abcd"), "abc", "abc");
    assertMasked(of("abcd"), "abcd", "***");
    assertMasked(of("a\nb\nc"), "a b c", "a b c");
  }

  @Test
  void base64FormsAreMasked() {
    assertMasked(of("hunter"), "x aHVudGVy y", "x *** y");
    assertMasked(of("hunt"), "aHVudA== and aHVudA and aHVudA=", "*** and *** and ***=");
  }

  @Test
  void eachLineOfAValueIsMaskedAlsoWithoutItsIndentation() {
    SecretValues key = of("-----BEGIN-----\r\nMIIEowIBAAKC\nshort\n  indented: line\n");

    assertMasked(key, "key: MIIEowIBAAKC!", "key: ***!");
    assertMasked(key, "short indented: line", "short ***");
  }

  @Test
  void theLineFeedAfterAValueIsNoPartOfIt() {
    assertMasked(of("hunter2\n"), "is hunter2", "is ***");
    assertMasked(of("hunter2\n"), Base64.getEncoder().encodeToString(bytes("hunter2")), "***");
    assertMasked(of("hunter2\n"), Base64.getEncoder().encodeToString(bytes("hunter2\n")), "***");
  }

  @Test
  void theLongestIsMaskedAndOverlappingOnesAreCoveredWhole() {
    assertMasked(of("hunter", "hunter2-long", "ter2-"), "a hunter2-long b", "a *** b");
    assertMasked(of("abcdef", "defghi"), "-abcdefghi-", "-***-");
    assertMasked(of("abcdefgh", "cdef"), "-abcdefg-", "-ab***g-");
    assertMasked(of("aaaa"), "aaaaaaab", "***b");
  }

  @Test
  void aLongValueIsMaskedWholeAndItsWrappedBase64Too() {
    byte[] value = new byte[10_000];
    new Random(1).nextBytes(value);
    SecretValues secret = SecretValues.of(List.of(value));
    String encoded = Base64.getEncoder().encodeToString(value);
    String wrapped = Base64.getMimeEncoder(76, bytes("\n")).encodeToString(value);

    assertThat(text(secret.mask(bytes("<" + text(value) + ">"))).replace("*", "")).isEqualTo("<>");
    assertThat(text(secret.mask(bytes("<" + encoded + ">"))).replace("*", "")).isEqualTo("<>");
    assertThat(wrapped.lines()).allSatisfy(line -> assertMasked(secret, line, "***"));
  }

  @Test
  void bytesThatAreNoTextAreMasked() {
    SecretValues binary = SecretValues.of(List.of(new byte[] {0, -1, -128, 127, 0}));

    assertThat(binary.mask(new byte[] {1, 0, -1, -128, 127, 0, 2}))
        .isEqualTo(new byte[] {1, '*', '*', '*', 2});
  }

  @Test
  void aValueThatIsCutByABorderIsMasked() {
    var pieces = of("hunter2").pieces();

    assertThat(concatenated(pieces, List.of("login hun", "ter", "2 ok"))).isEqualTo("login *** ok");
  }

  @Test
  void nothingOfALineThatHasEndedIsHeldBack() {
    var pieces = of("hunter2").pieces();

    assertThat(pieces.add(bytes("ends in hunter"), true))
        .map(SecretValuesTest::text)
        .contains("ends in hunter");
    assertThat(pieces.add(bytes("2 begins"), true))
        .map(SecretValuesTest::text)
        .contains("2 begins");
    assertThat(pieces.add(bytes(""), true)).map(SecretValuesTest::text).contains("");
    assertThat(pieces.flush()).isEmpty();
  }

  @Test
  void anEndIsToldEvenWhereAllOfTheLineIsMaskedAlready() {
    var pieces = of("x".repeat(76)).pieces();

    assertThat(pieces.add(bytes("x".repeat(76)), false))
        .map(SecretValuesTest::text)
        .contains("***");
    Optional<Piece> end = pieces.add(bytes(""), true);
    assertThat(end).map(Piece::ended).contains(true);
    assertThat(end).map(SecretValuesTest::text).contains("");
  }

  @Test
  void whatIsHeldIsBoundedAndComesOutAtTheEnd() {
    var pieces = of("hunter2").pieces();

    assertThat(pieces.add(bytes("y".repeat(1_000)), false))
        .hasValueSatisfying(piece -> assertThat(piece.bytes()).hasSize(1_000 - 75));
    assertThat(pieces.flush()).map(SecretValuesTest::text).contains("y".repeat(75));
    assertThat(pieces.flush()).isEmpty();
  }

  @Test
  void withoutValuesNothingWaits() {
    byte[] piece = bytes("piece");

    assertThat(SecretValues.NONE.pieces().add(piece, false))
        .hasValueSatisfying(told -> assertThat(told.bytes()).isSameAs(piece));
  }

  @Test
  void itNeverTellsWhatItLooksFor() {
    assertThat(of("hunter2").toString()).doesNotContain("hunter", "aHVudGVyMg");
  }

  /** Two letters only, so that values overlap, contain and repeat each other all the time. */
  @Test
  void whateverTheValuesAreTheMaskIsThatOfASimpleSearch() {
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      List<String> values =
          Stream.generate(() -> word(random, "ab", 4 + random.nextInt(8)))
              .limit(1 + random.nextInt(6))
              .toList();
      String line = word(random, "ab", random.nextInt(300));

      String masked = text(of(values.toArray(String[]::new)).mask(bytes(line)));

      assertThat(masked).as("seed %d", seed).isEqualTo(simplyMasked(values, line));
    }
  }

  @Test
  void piecesGiveWhatTheWholeLineGivesHoweverItIsCut() {
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      SecretValues values =
          SecretValues.of(
              Stream.generate(() -> bytes(word(random, "ab", 4 + random.nextInt(100))))
                  .limit(1 + random.nextInt(6))
                  .toList());
      String line = word(random, "ab", random.nextInt(600));

      String told = concatenated(values.pieces(), cut(random, line));

      assertThat(told).as("seed %d", seed).isEqualTo(text(values.mask(bytes(line))));
    }
  }

  @Test
  void noPlantedValueSurvivesAndTheRestIsUnchanged() {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      List<String> values =
          Stream.generate(() -> word(random, LOWER, 8 + random.nextInt(300)))
              .limit(1 + random.nextInt(20))
              .toList();
      var line = new StringBuilder();
      var rest = new StringBuilder();
      var planted = new ArrayList<String>();
      for (int i = 0; i < 10; i++) {
        String around = word(random, "0123456789 -", random.nextInt(50));
        String plant = form(random, values.get(random.nextInt(values.size())));
        planted.add(plant);
        line.append(around).append(plant);
        rest.append(around);
      }

      SecretValues secret = of(values.toArray(String[]::new));
      String told = concatenated(secret.pieces(), cut(random, line.toString()));

      assertThat(told).as("seed %d", seed).doesNotContain(planted);
      assertThat(told.replace("*", "")).as("seed %d", seed).isEqualTo(rest.toString());
    }
  }

  @Test
  void thousandsOfValuesThatLookAlikeTakeLinearTime() {
    SecretValues alike =
        SecretValues.of(
            IntStream.range(0, 5_000).mapToObj(i -> bytes("a".repeat(20 + i % 50) + i)).toList());
    byte[] line = bytes("a".repeat(MEBIBYTE));

    assertTimeoutPreemptively(SOON, () -> assertThat(alike.mask(line)).isSameAs(line));
  }

  @Test
  void oneValueAsLongAsTheLineTakesLinearTime() {
    SecretValues huge = of("a".repeat(MEBIBYTE - 1) + "b");

    assertTimeoutPreemptively(
        SOON, () -> assertThat(text(huge.mask(bytes("a".repeat(MEBIBYTE))))).isEqualTo("***"));
  }

  private static List<String> cut(Random random, String line) {
    var cuts = new ArrayList<String>();
    int at = 0;
    while (at < line.length()) {
      int to = Math.min(line.length(), at + random.nextInt(random.nextBoolean() ? 5 : 150));
      cuts.add(line.substring(at, to));
      at = to;
    }
    return cuts;
  }

  private static String concatenated(SecretValues.Pieces pieces, List<String> cuts) {
    var told = new StringBuilder();
    cuts.forEach(
        cut -> pieces.add(bytes(cut), false).map(SecretValuesTest::text).ifPresent(told::append));
    pieces.add(bytes(""), true).map(SecretValuesTest::text).ifPresent(told::append);
    return told.toString();
  }

  private static String simplyMasked(List<String> values, String line) {
    var out = new StringBuilder();
    int covered = 0;
    for (int i = 0; i < line.length(); i++) {
      int at = i;
      int length =
          values.stream()
              .filter(value -> line.startsWith(value, at))
              .mapToInt(String::length)
              .max()
              .orElse(0);
      if (length > 0 && i >= covered) {
        out.append("***");
      } else if (i >= covered) {
        out.append(line.charAt(i));
      }
      covered = length > 0 ? Math.max(covered, i + length) : covered;
    }
    return out.toString();
  }

  private static String form(Random random, String value) {
    return switch (random.nextInt(3)) {
      case 0 -> value;
      case 1 -> Base64.getEncoder().encodeToString(bytes(value));
      default -> Base64.getEncoder().withoutPadding().encodeToString(bytes(value));
    };
  }

  private static String word(Random random, String letters, int length) {
    var word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  private static void assertMasked(SecretValues values, String line, String masked) {
    assertThat(text(values.mask(bytes(line)))).isEqualTo(masked);
  }

  private static SecretValues of(String... values) {
    return SecretValues.of(Arrays.stream(values).map(SecretValuesTest::bytes).toList());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String text(Piece piece) {
    return text(piece.bytes());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
