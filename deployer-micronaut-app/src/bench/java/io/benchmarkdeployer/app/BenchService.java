package io.benchmarkdeployer.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import io.benchmarkdeployer.app.wiring.Adapters;
import io.benchmarkdeployer.app.wiring.ChosenAdapters;
import io.benchmarkdeployer.app.wiring.Settings;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * The service in a process of its own, so that its heap is its own: it says its port, answers each
 * line of its input with how much memory it holds or how long it has computed, and ends with its
 * input.
 */
public final class BenchService {
  /** Begins each line that is meant for who started this. */
  public static final String SAID = "bench: ";

  /** The line that asks for the time it has computed. */
  public static final String CPU = "cpu";

  /** The container's image, in memory and on a real cluster. */
  public static final String IMAGE = "busybox";

  private BenchService() {}

  /** Runs it, on the cluster in memory or on the one that the environment names. */
  public static void main(String[] args) throws IOException {
    Settings settings = Settings.of(System.getenv(), false);
    ApplicationContextBuilder builder = ApplicationContext.builder();
    Adapters adapters = settings.isEmbedded() ? inMemory() : ChosenAdapters.open(settings);
    Application.configure(builder, settings, adapters);
    try (ApplicationContext context = builder.start()) {
      say(String.valueOf(context.getBean(EmbeddedServer.class).start().getPort()));
      answer();
    }
  }

  private static Adapters inMemory() {
    MemoryCluster cluster = MemoryCluster.start();
    cluster.scripts().teachImage(IMAGE, ContainerScript.printing("there").thenRunningOn());
    return new Adapters(cluster, cluster.exec(), new MemoryState());
  }

  private static void answer() throws IOException {
    var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    String asked = lines.readLine();
    while (asked != null) {
      say(asked.equals(CPU) ? String.valueOf(cpu()) : heap() + " " + direct());
      asked = lines.readLine();
    }
  }

  private static void say(String what) {
    System.out.println(SAID + what);
  }

  /** What is reachable. Once may not be enough: buffers are freed by what a collection finds. */
  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  /** In nanoseconds of one core. */
  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
