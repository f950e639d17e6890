package io.benchmarkdeployer.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  private static final Json.Obj TREE =
      Json.object("a", Json.object("b", Json.text("x")).with("n", Json.number(7)))
          .with("empty", Json.text(""))
          .with("items", new Json.Arr(List.of(Json.number(1), Json.text("y"))))
          .with("nothing", Json.Null.NULL);

  @Test
  void aPathFindsWhatStandsThere() {
    assertThat(TREE.at("a", "b")).contains(Json.text("x"));
    assertThat(TREE.at()).contains(TREE);
    assertThat(TREE.at("nothing")).contains(Json.Null.NULL);
    assertThat(TREE.at("a", "b", "c")).isEmpty();
    assertThat(TREE.at("items", "0")).isEmpty();
    assertThat(TREE.at("none")).isEmpty();
  }

  @Test
  void whatIsOfAnotherTypeIsAsIfAbsent() {
    assertThat(TREE.textAt("a", "b")).contains("x");
    assertThat(TREE.textAt("empty")).isEmpty();
    assertThat(TREE.textAt("a", "n")).isEmpty();
    assertThat(TREE.longAt("a", "n")).contains(7L);
    assertThat(TREE.longAt("a", "b")).isEmpty();
    assertThat(TREE.objectAt("a").fields()).containsOnlyKeys("b", "n");
    assertThat(TREE.objectAt("items")).isEqualTo(Json.Obj.EMPTY);
    assertThat(TREE.itemsAt("items")).containsExactly(Json.number(1), Json.text("y"));
    assertThat(TREE.itemsAt("a")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1e3,1000", "-5,-5", "999999999999999999,999999999999999999", "0,0", "10.0,10"})
  void aWholeNumberIsALongHoweverItIsWritten(String written, long value) {
    assertThat(Json.object("n", new Json.Num(new BigDecimal(written))).longAt("n")).contains(value);
  }

  @ParameterizedTest
  @CsvSource({"0.5", "1e18", "-1e300", "1e-1"})
  void whatIsNoLongIsNone(String written) {
    assertThat(Json.object("n", new Json.Num(new BigDecimal(written))).longAt("n")).isEmpty();
  }

  @Test
  void settingAMemberKeepsItsPlaceAndTheOldObject() {
    var object = Json.object("a", Json.number(1)).with("b", Json.number(2));
    assertThat(object.with("a", Json.number(3))).hasToString("{\"a\":3,\"b\":2}");
    assertThat(object).hasToString("{\"a\":1,\"b\":2}");
    assertThat(object.without("a")).hasToString("{\"b\":2}");
    assertThat(object.without("c")).isSameAs(object);
  }

  @Test
  void aPathIsMadeWhereItIsMissingOrNoObject() {
    assertThat(Json.Obj.EMPTY.withAt(Json.text("x"), "a", "b", "c"))
        .hasToString("{\"a\":{\"b\":{\"c\":\"x\"}}}");
    assertThat(Json.object("a", Json.number(1)).withAt(Json.text("x"), "a", "b"))
        .hasToString("{\"a\":{\"b\":\"x\"}}");
    assertThat(TREE.withAt(Json.number(8), "a", "n").at("a", "b")).contains(Json.text("x"));
  }

  @Test
  void valuesAreEqualByMeaning() {
    var one = Json.object("a", Json.number(1)).with("b", Json.number(2));
    var other = Json.object("b", Json.number(2)).with("a", new Json.Num(new BigDecimal("1.00")));
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(new Json.Num(new BigDecimal("0.00"))).isEqualTo(Json.number(0));
    assertThat(Json.text("1")).isNotEqualTo(Json.number(1));
  }

  @Test
  void nobodyChangesAValue() {
    var fields = new LinkedHashMap<String, Json>();
    var object = new Json.Obj(fields);
    fields.put("a", Json.Null.NULL);
    assertThat(object.fields()).isEmpty();
    assertThatThrownBy(() -> TREE.fields().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void textIsEscapedAsJsonAsksAndNoFurther() {
    assertThat(Json.text("\"\\\n\r\t\b\f\0\u001f\u007f/<>&\u2028한😀"))
        .hasToString("\"\\\"\\\\\\n\\r\\t\\u0008\\u000c\\u0000\\u001f\u007f/<>&\u2028한😀\"");
  }

  @Test
  void halfOfASurrogatePairIsWrittenEscapedSinceUtf8HasNone() {
    assertThat(Json.text("a\ud83d")).hasToString("\"a\\ud83d\"");
    assertThat(Json.text("\ude00\ud83d")).hasToString("\"\\ude00\\ud83d\"");
  }

  @ParameterizedTest
  @CsvSource({
    "1e3,1000",
    "1.50,1.5",
    "-0,0",
    "0.000001,0.000001",
    "1e21,1000000000000000000000",
    "1e300,1E+300",
    "1e-300,1E-300"
  })
  void numbersLookLikeNumbers(String written, String text) {
    assertThat(new Json.Num(new BigDecimal(written))).hasToString(text);
  }

  @Test
  void wordsAndEmptyValues() {
    assertThat(new Json.Bool(true)).hasToString("true");
    assertThat(new Json.Bool(false)).hasToString("false");
    assertThat(Json.Null.NULL).hasToString("null");
    assertThat(new Json.Arr(List.of(Json.Obj.EMPTY, new Json.Arr(List.of()))))
        .hasToString("[{},[]]");
  }
}
