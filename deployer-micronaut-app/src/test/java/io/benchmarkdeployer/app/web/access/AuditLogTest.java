package io.benchmarkdeployer.app.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.port.ConflictException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AuditLog audit = new AuditLog(meters);

  @ParameterizedTest
  @CsvSource({"plain,plain", "default/test-job,default/test-job", "two words,\"two words\""})
  void aValueIsOneWordOrQuoted(String value, String expected) {
    assertThat(AuditLog.line(Map.of("by", value))).isEqualTo("by=" + expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nINFO forged by=root",
        "a\r\nb",
        "a\u0085b",
        "a\u2028b",
        "\" by=root",
        "\\",
        "",
        "\t"
      })
  void noValuePassesForAnotherOrForALine(String hostile) {
    String line = AuditLog.line(Map.of("by", hostile));

    assertThat(line).doesNotContainPattern("[\\p{Cntrl}\\u0085\\u2028\\u2029]");
    assertThat(line).matches("by=\"([^\"\\\\]|\\\\.)*\"");
  }

  @Test
  void valuesStandInOrderAndEndSomewhere() {
    var values = new LinkedHashMap<String, String>();
    values.put("b", "1");
    values.put("a", "x".repeat(10_000));

    assertThat(AuditLog.line(values)).startsWith("b=1 a=xxx").hasSizeLessThan(400);
  }

  @Test
  void whatCameOfItIsCounted() {
    audit.around(AuditLog.Action.DEPLOY, Caller.ANONYMOUS, Map.of(), () -> 1, any -> Map.of());
    assertThatThrownBy(
            () ->
                audit.around(
                    AuditLog.Action.DELETE,
                    Caller.ANONYMOUS,
                    Map.of(),
                    () -> {
                      throw new ConflictException("no");
                    },
                    any -> Map.of()))
        .isInstanceOf(ConflictException.class);

    assertThat(meters.get("deployer.deploy").tag("outcome", "success").timer().count()).isOne();
    assertThat(meters.get("deployer.delete").tag("outcome", "conflict").timer().count()).isOne();
  }
}
