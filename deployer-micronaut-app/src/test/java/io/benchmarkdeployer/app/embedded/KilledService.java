package io.benchmarkdeployer.app.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** A service that runs one container, in a JVM of its own, until it is killed. */
final class KilledService {
  private static final String SCRIPT =
      "pwd; echo $$; setsid sleep 3600 >/dev/null 2>&1 & echo $!; echo 한글; wait";

  private KilledService() {}

  /** Prints what its container prints: its directory, the ids of its two processes, a word. */
  public static void main(String[] none) throws Exception {
    var containers = LocalContainers.open(LocalContainers.MOST);
    var out = new PrintStream(System.out, true, UTF_8);
    containers.start(Pods.shell(SCRIPT), bytes -> out.write(bytes, 0, bytes.length));
    new CountDownLatch(1).await();
  }
}
