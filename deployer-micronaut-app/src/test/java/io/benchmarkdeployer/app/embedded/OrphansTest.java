package io.benchmarkdeployer.app.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a killed service leaves, and what the next one does with it. */
@EnabledOnOs(OS.LINUX)
class OrphansTest {
  private Process service;
  private BufferedReader lines;
  private Path scratch;
  private List<Long> processes;

  @BeforeEach
  void start() throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-Xmx64m",
            "--enable-native-access=ALL-UNNAMED",
            KilledService.class.getName());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("LC_ALL", "C");
    service = builder.start();
    lines = service.inputReader(UTF_8);
    scratch = Path.of(lines.readLine());
    processes = List.of(Long.parseLong(lines.readLine()), Long.parseLong(lines.readLine()));
  }

  @AfterEach
  void end() throws Exception {
    service.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    LocalContainers.open(1).close();
    assertThat(processes).noneMatch(OrphansTest::lives);
  }

  @Test
  void endAtTheNextStartWithTheirScratch() throws Exception {
    service.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    assertThat(processes).allMatch(OrphansTest::lives);
    assertThat(scratch).exists();

    LocalContainers.open(1).close();

    assertThat(processes).noneMatch(OrphansTest::lives);
    assertThat(scratch.getParent()).doesNotExist();
  }

  /** Started with no locale, the JDK would make question marks of it. */
  @Test
  void koreanTextSurvivesAServiceThatWasStartedWithoutALocale() throws Exception {
    assertThat(lines.readLine()).isEqualTo("한글");
    assertThat(lines.readLine()).isEqualTo("[세계]");
  }

  @Test
  void theContainersOfAServiceThatLivesAreLeftAlone() {
    LocalContainers.open(1).close();

    assertThat(service.isAlive()).isTrue();
    assertThat(processes).allMatch(OrphansTest::lives);
    assertThat(scratch).exists();
  }

  private static boolean lives(long pid) {
    return ProcessTable.find(pid).filter(process -> !process.ended()).isPresent();
  }
}
