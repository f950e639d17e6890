package io.benchmarkdeployer.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class ServiceRunTest {
  private static final ServiceRun CURRENT = ServiceRun.CURRENT;

  @Test
  void isReadAsItWasWritten() {
    assertThat(ServiceRun.parse(CURRENT.toString())).contains(CURRENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1-2", "1-2-3-4", "1--3", "a-b-c", "1-2-9999999999999999999"})
  void nothingElseIsRead(String text) {
    assertThat(ServiceRun.parse(text)).isEmpty();
  }

  @Test
  void thisOneIsNotOver() {
    assertThat(CURRENT.isOver()).isFalse();
  }

  @Test
  void anEarlierOneOfTheSameIdIsOver() {
    assertThat(new ServiceRun(CURRENT.namespace(), CURRENT.pid(), CURRENT.started() - 1).isOver())
        .isTrue();
  }

  @Test
  void oneWhoseProcessIsNoMoreIsOver() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();

    assertThat(new ServiceRun(CURRENT.namespace(), process.pid(), 1).isOver()).isTrue();
  }

  @Test
  void oneOfAnotherNamespaceIsNotJudged() {
    assertThat(new ServiceRun(CURRENT.namespace() + 1, CURRENT.pid(), 1).isOver()).isFalse();
  }
}
