package io.benchmarkdeployer.app.web.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogPatternsTest {
  private static Predicate<String> regex(String regex) {
    return LogPatterns.of(Optional.empty(), Optional.of(regex)).orElseThrow();
  }

  @Test
  void aTextIsFoundAsItIsAndAnExpressionByItsMeaning() {
    Predicate<String> text = LogPatterns.of(Optional.of("a.b["), Optional.empty()).orElseThrow();

    assertThat(text.test("xa.b[y")).isTrue();
    assertThat(text.test("xaab[y")).isFalse();
    assertThat(regex("(?i)err(or)?\\b").test("An ERROR here")).isTrue();
    assertThat(regex("^\\d+$").test("12a")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a+)+$", "(a|a)*x", "(.*a){20}$", "(|)*x"})
  @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anExpressionThatWouldHangComesToAnEnd(String bomb) {
    assertThat(regex(bomb).test("a".repeat((16 << 10) - 1) + "!")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[a", "a{2,1}", "(?<x)", "\\1", "((((a{99}){99}){99}){99})"})
  void anExpressionThatCantBeReadIsRefused(String wrong) {
    assertThatThrownBy(() -> regex(wrong)).hasMessageContaining("regex");
  }

  @Test
  void ofAnOverlongLineTheBeginningIsLookedAt() {
    assertThat(regex("b").test("b" + "a".repeat(1 << 20))).isTrue();
    assertThat(regex("b").test("a".repeat(1 << 20) + "b")).isFalse();
  }

  @Test
  void anOverlongOneIsRefused() {
    assertThatThrownBy(() -> regex("a".repeat(1_001))).hasMessageContaining("1000");
  }
}
