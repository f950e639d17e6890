package io.benchmarkdeployer.app.web.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTextTest {

  @Test
  void anEventIsItsFieldsAndAnEmptyLine() {
    assertThat(text(new EventText().event("7", "log", "{}")))
        .isEqualTo("id: 7\nevent: log\ndata: {}\n\n");
  }

  @Test
  void eventsStandOneAfterTheOther() {
    assertThat(text(new EventText().event("gap", "x").comment("ping").event("8", "log", "안녕")))
        .isEqualTo("event: gap\ndata: x\n\n: ping\n\nid: 8\nevent: log\ndata: 안녕\n\n");
  }

  @Test
  void aStreamOpensWithThePauseBeforeAClientComesBack() {
    assertThat(new String(EventText.opening(), StandardCharsets.UTF_8))
        .isEqualTo("retry: 2000\n: open\n\n");
    assertThat(new String(EventText.ping(), StandardCharsets.UTF_8)).isEqualTo(": ping\n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\r\nb"})
  void aLineEndInTheDataBeginsNoFieldOfItsOwn(String data) {
    assertThat(text(new EventText().event("log", data)))
        .isEqualTo("event: log\ndata: a\ndata: b\n\n");
  }

  @Test
  void emptyLinesInTheDataEndNoEvent() {
    assertThat(text(new EventText().event("log", "\n\nid: 9\n")))
        .isEqualTo("event: log\ndata: \ndata: \ndata: id: 9\ndata: \n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\0b"})
  void aLineEndInAnotherFieldIsRefused(String value) {
    assertThatThrownBy(() -> new EventText().event(value, "log", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EventText().event("1", value, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String text(EventText text) {
    return new String(text.bytes(), StandardCharsets.UTF_8);
  }
}
