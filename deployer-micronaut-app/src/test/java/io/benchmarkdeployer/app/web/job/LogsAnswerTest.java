package io.benchmarkdeployer.app.web.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.usecase.JobLog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogsAnswerTest {
  private static final JobLog COLOURED =
      new JobLog(
          List.of(
              new JobLog.Entry(
                  "pod",
                  "main",
                  new LogLine(
                      Optional.of(Instant.EPOCH), "\u001b[31mred\u001b[0m".getBytes(UTF_8), true))),
          false);

  @Test
  void controlSequencesAreLeftOutUnlessTheyAreAskedFor() {
    assertThat(LogsAnswer.from("job", "default", COLOURED, false, Instant.EPOCH).logs())
        .containsExactly("[pod] red");
    assertThat(LogsAnswer.from("job", "default", COLOURED, true, Instant.EPOCH).logs())
        .containsExactly("[pod] \u001b[31mred\u001b[0m");
  }
}
