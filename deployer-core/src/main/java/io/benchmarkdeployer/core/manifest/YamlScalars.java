package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a plain scalar means to kubectl: YAML 1.1 as {@code sigs.k8s.io/yaml/goyaml.v2} resolves it,
 * then JSON numbers as {@code k8s.io/apimachinery} reads them (an int64, else a double).
 */
final class YamlScalars {
  private static final Map<String, Json> WORDS = new HashMap<>();
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern UNDERSCORED_FRACTION = Pattern.compile("\\.[0-9_]*_[0-9_eE+-]*");
  private static final Pattern QUIRK = Pattern.compile("0b[-+][01]+");
  private static final int LONGEST_INT64_BINARY = 64;

  static {
    for (var yes : "y Y yes Yes YES true True TRUE on On ON".split(" ", -1)) {
      WORDS.put(yes, new Json.Bool(true));
    }
    for (var no : "n N no No NO false False FALSE off Off OFF".split(" ", -1)) {
      WORDS.put(no, new Json.Bool(false));
    }
    for (var nothing : new String[] {"", "~", "null", "Null", "NULL"}) {
      WORDS.put(nothing, Json.Null.NULL);
    }
  }

  private YamlScalars() {}

  /**
   * A scalar that kubectl refuses, or that we refuse to guess; the message never holds its text.
   */
  static final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unfit(String message) {
      super(message, null, false, false);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  /** The value of a plain scalar. */
  static Json value(String plain) {
    var word = WORDS.get(plain);
    if (word != null) {
      return word;
    }
    if (NOT_FINITE.matcher(plain).matches()) {
      throw new Unfit("is not a finite number: JSON has none; quote it if text is meant");
    }
    return number(plain).map(number -> (Json) number).orElseGet(() -> Json.text(plain));
  }

  /** The key that a plain scalar is: in JSON every key is text. */
  static String key(String plain) {
    return switch (value(plain)) {
      case Json.Null nothing -> throw new Unfit("is null, which is no key: write one, or quote it");
      case Json.Num number ->
          whole(digits(plain)).map(YamlScalars::wholeKey).orElseGet(() -> fractionKey(plain));
      case Json.Text text -> text.value();
      case Json.Bool bool -> bool.toString();
      case Json.Obj object -> throw new AssertionError();
      case Json.Arr array -> throw new AssertionError();
    };
  }

  /** What JSON makes of a double: zero has no sign there. */
  static Json.Num number(double value) {
    return new Json.Num(new BigDecimal(Double.toString(value)));
  }

  /** What JSON makes of a whole number: a double beyond int64. */
  static Json.Num number(BigInteger value) {
    return value.bitLength() < Long.SIZE
        ? new Json.Num(new BigDecimal(value))
        : number(value.doubleValue());
  }

  private static Optional<Json.Num> number(String plain) {
    if (plain.startsWith(".")) {
      return fraction(plain);
    }
    char first = plain.charAt(0);
    if (first != '-' && first != '+' && (first < '0' || first > '9')) {
      return Optional.empty();
    }
    var digits = digits(plain);
    var whole = whole(digits);
    return whole.isPresent() ? whole.map(YamlScalars::number) : floating(digits);
  }

  private static Optional<Json.Num> fraction(String plain) {
    if (UNDERSCORED_FRACTION.matcher(plain).matches()) {
      throw new Unfit("may be a number or text: quote it, or write the number without '_'");
    }
    return floating(plain);
  }

  private static String digits(String plain) {
    return plain.replace("_", "");
  }

  private static Optional<Json.Num> floating(String digits) {
    if (!FLOAT.matcher(digits).matches()) {
      return Optional.empty();
    }
    double value = Double.parseDouble(digits);
    return Double.isInfinite(value) ? Optional.empty() : Optional.of(number(value));
  }

  /** Go's {@code strconv.ParseInt(digits, 0, 64)}, then {@code ParseUint}. */
  private static Optional<BigInteger> whole(String digits) {
    if (QUIRK.matcher(digits).matches()) {
      throw new Unfit("has its sign after 0b: write it before, or quote it");
    }
    boolean signed = digits.startsWith("-") || digits.startsWith("+");
    var unsigned = digits.substring(signed ? 1 : 0);
    return magnitude(unsigned)
        .map(value -> digits.startsWith("-") ? value.negate() : value)
        .filter(value -> fits(value, signed));
  }

  private static boolean fits(BigInteger value, boolean signed) {
    return value.bitLength() < Long.SIZE || (!signed && value.bitLength() == Long.SIZE);
  }

  private static Optional<BigInteger> magnitude(String unsigned) {
    int radix = radix(unsigned);
    return based(unsigned.substring(prefix(unsigned, radix)), radix);
  }

  private static int radix(String unsigned) {
    if (unsigned.length() < 2 || unsigned.charAt(0) != '0') {
      return 10;
    }
    return switch (unsigned.charAt(1)) {
      case 'x', 'X' -> 16;
      case 'b', 'B' -> 2;
      default -> 8;
    };
  }

  private static int prefix(String unsigned, int radix) {
    return switch (radix) {
      case 16, 2 -> 2;
      case 8 -> "oO".indexOf(unsigned.charAt(1)) >= 0 ? 2 : 1;
      default -> 0;
    };
  }

  private static Optional<BigInteger> based(String digits, int radix) {
    if (digits.isEmpty()
        || !digits.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0)) {
      return Optional.empty();
    }
    var significant = digits.replaceFirst("^0+(?=.)", "");
    return significant.length() > LONGEST_INT64_BINARY
        ? Optional.empty()
        : Optional.of(new BigInteger(significant, radix));
  }

  private static String wholeKey(BigInteger value) {
    if (value.bitLength() >= Long.SIZE) {
      throw new Unfit("is a number beyond 64 bits, which is no key: quote it");
    }
    return value.toString();
  }

  /**
   * kubectl writes such keys with the 7 digits of a 32-bit float; where that looks odd, we refuse.
   */
  private static String fractionKey(String plain) {
    float value = Float.parseFloat(digits(plain));
    if (Math.abs(value) < 1e-4f || Math.abs(value) >= 1e6f) {
      throw new Unfit("is a number that kubectl would write in another way: quote it");
    }
    return new BigDecimal(Float.toString(value)).stripTrailingZeros().toPlainString();
  }
}
