package io.benchmarkdeployer.app.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchmarkdeployer.testkit.ContainerRuntime.Running;
import io.benchmarkdeployer.testkit.ContainerRuntime.Start;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A service that runs one container, in a JVM of its own, until it is killed. */
final class KilledService {
  private static final String SCRIPT =
      "pwd; echo $$; setsid sleep 3600 >/dev/null 2>&1 & echo $!; echo 한글; wait";

  private KilledService() {}

  /**
   * Prints what its container prints: its directory, the ids of its two processes, a word. Then
   * what a terminal says in it: the word of a variable.
   */
  public static void main(String[] none) throws Exception {
    var containers = LocalContainers.open(LocalContainers.MOST);
    var out = new PrintStream(System.out, true, UTF_8);
    Start start = Pods.with(Pods.shell(SCRIPT), Map.of("WORD", "세계"));
    var printed = new CountDownLatch(1);
    Running container =
        containers.start(
            start,
            bytes -> {
              out.write(bytes, 0, bytes.length);
              if (new String(bytes, UTF_8).contains("한글")) {
                printed.countDown();
              }
            });
    printed.await();
    out.println(said(container));
    new CountDownLatch(1).await();
  }

  private static String said(Running container) {
    try (Desk desk = Desk.at(container)) {
      return desk.answer("echo \"[$WORD]\"").lines().toList().get(1);
    }
  }
}
