package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The image as its {@code Dockerfile} makes it, without the engine that would make it. */
@Tag("tools")
@Timeout(300)
class ImageIT {
  /** The stop's own ten seconds, and some for a machine that does much else. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  /** Ended by SIGTERM, as a shell counts it. */
  private static final int TERMINATED = 143;

  @TempDir private static Path folder;
  private static ImageRoot image;
  private static ServiceProcess service;
  private static Map<String, String> variables;

  @BeforeAll
  static void startIt() throws IOException, InterruptedException {
    image = ImageRoot.build(folder);
    // Where the cache can't be used the start fails, rather than being slow.
    variables =
        Map.of("DEPLOYER_PORT", String.valueOf(freePort()), "JDK_JAVA_OPTIONS", "-XX:AOTMode=on");
    service = ServiceProcess.start(image.entrypoint(variables));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @AfterAll
  static void endIt() {
    if (service != null) {
      service.close();
    }
  }

  @Test
  void getsReadyAsItsUserOnAReadOnlyRoot() throws Exception {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> service.get("/health/readiness").status() == 200);

    String user = image.dockerfile().the("USER").rest().replaceFirst(":.*", "");
    String status = Files.readString(Path.of("/proc", String.valueOf(service.pid()), "status"));
    assertThat(status)
        .containsPattern("Uid:\\s+%s\\s+%s\\s".formatted(user, user))
        .containsPattern("CapEff:\\s+0+\\n");
    assertThat(Integer.parseInt(user)).isPositive();
  }

  @Test
  void saysThatItIsWellWhileItIs() throws Exception {
    assertThat(healthcheck(variables)).isZero();
    assertThat(healthcheck(Map.of("DEPLOYER_PORT", String.valueOf(freePort())))).isNotZero();
  }

  private static int healthcheck(Map<String, String> where)
      throws IOException, InterruptedException {
    Process check = image.healthcheck(where).redirectErrorStream(true).start();
    assertThat(check.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return check.exitValue();
  }

  @Test
  void runsTheContainersOfAJobWithoutACluster() throws Exception {
    String yaml =
        "apiVersion: batch/v1\\nkind: Job\\nmetadata: {name: inside}\\nspec: {template: {spec:"
            + " {restartPolicy: Never, containers: [{name: main, image: x, command: [sh, -c, 'id"
            + " -u']}]}}}";

    service.post("/deploy", "{\"yaml_content\":\"%s\"}".formatted(yaml)).ok();

    String user = image.dockerfile().the("USER").rest().replaceFirst(":.*", "");
    assertThat(service.firstLines(1, "/jobs/inside/logs/stream", "Accept", "text/plain"))
        .singleElement()
        .asString()
        .endsWith("] " + user);
  }

  @Test
  void endsWithinItsGraceWhenTold() throws Exception {
    var another = Map.of("DEPLOYER_PORT", "0", "JDK_JAVA_OPTIONS", "-XX:AOTMode=on");
    try (var started = ServiceProcess.start(image.entrypoint(another))) {
      assertThat(started.endsWithin(GRACE)).isEqualTo(TERMINATED);
    }
  }
}
