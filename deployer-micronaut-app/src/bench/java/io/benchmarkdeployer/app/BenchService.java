package io.benchmarkdeployer.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import io.benchmarkdeployer.app.bench.PrintingContainers;
import io.benchmarkdeployer.app.wiring.Adapters;
import io.benchmarkdeployer.app.wiring.ChosenAdapters;
import io.benchmarkdeployer.app.wiring.Settings;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.MemoryClock;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import io.benchmarkdeployer.testkit.ScriptedContainers;
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
 * line of its input with how much memory it holds or how long it has computed, lets containers
 * print, and ends with its input.
 */
public final class BenchService {
  /** Begins each line that is meant for who started this. */
  public static final String SAID = "bench: ";

  /** The line that asks for the time it has computed. */
  public static final String CPU = "cpu";

  /** The line that lets the next {@link PrintingContainers#PRINT printer} print. */
  public static final String GO = "go";

  /** The container's image, in memory and on a real cluster. */
  public static final String IMAGE = "busybox";

  private BenchService() {}

  /** Runs it, on the cluster in memory or on the one that the environment names. */
  public static void main(String[] args) throws IOException {
    Settings settings = Settings.of(System.getenv(), false);
    ApplicationContextBuilder builder = ApplicationContext.builder();
    var clock = MemoryClock.system();
    var printers = new PrintingContainers(scripts(clock));
    Adapters adapters =
        settings.isEmbedded() ? inMemory(clock, printers) : ChosenAdapters.open(settings);
    Application.configure(builder, settings, adapters);
    try (ApplicationContext context = builder.start()) {
      say(String.valueOf(context.getBean(EmbeddedServer.class).start().getPort()));
      answer(printers);
    }
  }

  private static ScriptedContainers scripts(MemoryClock clock) {
    return new ScriptedContainers(clock)
        .teachImage(IMAGE, ContainerScript.printing("there").thenRunningOn());
  }

  private static Adapters inMemory(MemoryClock clock, PrintingContainers containers) {
    MemoryCluster cluster = MemoryCluster.builder().clock(clock).containers(containers).build();
    return new Adapters(containers.watched(cluster), cluster.exec(), new MemoryState());
  }

  private static void answer(PrintingContainers printers) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    String asked = lines.readLine();
    while (asked != null) {
      say(answer(asked, printers));
      asked = lines.readLine();
    }
  }

  private static String answer(String asked, PrintingContainers printers) {
    return switch (asked) {
      case CPU -> String.valueOf(cpu());
      case GO -> {
        printers.go();
        yield GO;
      }
      default -> heap() + " " + direct();
    };
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
