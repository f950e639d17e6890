package io.benchmarkdeployer.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.testkit.ContainerRuntime.Start;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How words and variables come to a container's process. */
class LaunchTest {
  private static final SystemTools TOOLS = SystemTools.find();

  @TempDir private Path folder;

  /** What a program is given as words, every user of the machine can read. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void noVariableIsAWordOfAnyProcess() throws Exception {
    Path words = folder.resolve("words");
    Path script = Files.writeString(folder.resolve("env"), "#!/bin/sh\necho \"$@\" > " + words);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    var watched = new SystemTools(TOOLS.shell(), script, TOOLS.pipe(), TOOLS.session());

    assertThat(printed(watched, Map.of("A.b", "hunter2"), "printenv", "A.b"))
        .isEqualTo("hunter2\n");
    assertThat(words).doesNotExist();
  }

  /** A name that the JDK takes for no name, so that the shell has to do it. */
  @Test
  void theShellHandsOverEveryWordToo() throws Exception {
    Map<String, String> variables = Map.of("B=b", "it's", "C", "안녕 \"$HOME\"");

    assertThat(printed(TOOLS, variables, "sh", "-c", "echo \"$B $C $1\"", "0", "세계 *"))
        .isEqualTo("b=it's 안녕 \"$HOME\" 세계 *\n");
  }

  @Test
  void onlyWhatTheLocaleLosesNeedsTheShell() {
    var ascii = new LocaleCharset(StandardCharsets.US_ASCII);

    assertThat(ascii.keeps("plain ~ \n")).isTrue();
    assertThat(ascii.keeps("안녕")).isFalse();
    assertThat(new LocaleCharset(StandardCharsets.ISO_8859_1).keeps("é")).isFalse();
    assertThat(new LocaleCharset(StandardCharsets.UTF_8).keeps("안녕")).isTrue();
  }

  private String printed(SystemTools tools, Map<String, String> variables, String... command)
      throws Exception {
    Start container = Pods.with(Pods.of("pod", command), variables);
    Launch launch = Launch.of(tools, container, folder, folder, ProcessMarker.of("launch"));
    var output = new ByteArrayOutputStream();
    try (OutputPipe pipe = OutputPipe.at(folder.resolve("pipe"), TOOLS)) {
      Process process = launch.start(pipe);
      pipe.handedOver();
      pipe.copyTo(output::writeBytes);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    return output.toString(StandardCharsets.UTF_8);
  }
}
