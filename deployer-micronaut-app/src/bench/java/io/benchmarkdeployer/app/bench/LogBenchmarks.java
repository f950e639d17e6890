package io.benchmarkdeployer.app.bench;

import com.sun.management.OperatingSystemMXBean;
import io.benchmarkdeployer.app.BenchService;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What is measured of logs. */
final class LogBenchmarks {
  private static final int LINES = 1_000_000;
  private static final int CUTS = 10_000;
  private static final int ROUNDS = 3;
  private static final int FLOOD = 2_000_000;
  private static final int VIEWERS = 1_000;
  private static final int CROWD_RATE = 2_000;
  private static final int CROWD_WARM_UP = 6;
  private static final int CROWD_SECONDS = 20;
  private static final int REAL_FLOOD = 300_000;
  private static final int REAL_ROUNDS = 5;
  private static final int PRINTED = 2_000;
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final double KIB = 1 << 10;

  private final Report report;

  LogBenchmarks(Report report) {
    this.report = report;
  }

  /** Whether anything is lost or comes twice where the connection breaks again and again. */
  void cuts() throws Exception {
    CutScene.Found whole = followed(0);
    report.say("without cuts: %s", whole);
    CutScene.Found cut = followed(CUTS);
    report.say("with %d cuts: %s", CUTS, cut);
    report.atLeast(LINES, cut.lines(), "", "lines received");
    report.atMost(LINES, cut.lines(), "", "lines received");
    report.atMost(0, cut.wrong(), "", "lines that are not the next one");
    report.atMost(0, cut.gaps(), "", "gaps told, where nothing was lost");
    report.atMost(0, cut.cutsLeft(), "", "cuts that did not happen");
    report.say(
        "ratio of the times: %.1f; a cut costs %.1f ms",
        cut.seconds() / whole.seconds(), (cut.seconds() - whole.seconds()) * 1e3 / CUTS);
  }

  private static CutScene.Found followed(int cuts) throws Exception {
    try (var scene = new CutScene(LINES, cuts)) {
      return scene.follow();
    }
  }

  /** One viewer, as fast as it goes. */
  void one() throws Exception {
    var direct = new double[ROUNDS];
    var ours = new double[ROUNDS];
    double computed = 0;
    try (var service = Service.inMemory();
        var scene = new MemoryScene()) {
      flood(service, "warm-up");
      scene.readLog("warm-up", FLOOD);
      for (int i = 0; i < ROUNDS; i++) {
        direct[i] = scene.readLog("direct-" + i, FLOOD);
        double before = service.cpu();
        ours[i] = flood(service, "ours-" + i);
        computed += service.cpu() - before;
        report.say("the cluster's stream %.0f lines/s, ours %.0f", direct[i], ours[i]);
      }
    }
    report.say("the service computes %.2f µs a line", computed * 1e6 / ROUNDS / FLOOD);
    report.atLeast(200_000, Flood.median(ours), " lines/s", "through to one client");
    report.say("ratio to the stream: %.2f", Flood.median(ours) / Flood.median(direct));
  }

  private static double flood(Service service, String job) throws Exception {
    service.deployPrinter(job, FLOOD, 0);
    var viewer = new Viewer();
    try (var audience = new Audience()) {
      audience.join(service.port(), service.stream(job), viewer);
      audience.watch(Duration.ofMillis(300));
      service.go();
      audience.watch(LONGEST);
    }
    return whole(viewer, FLOOD).rate();
  }

  private static Viewer whole(Viewer viewer, long lines) throws IOException {
    if (!viewer.hasEnded() || viewer.lines() != lines) {
      throw new IOException("of %d lines %d came".formatted(lines, viewer.lines()));
    }
    return viewer;
  }

  /** Many viewers of one job. */
  void crowd() throws Exception {
    int lines = CROWD_RATE * CROWD_SECONDS;
    try (var service = Service.inMemory()) {
      service.deployPrinter("crowd", lines, CROWD_RATE);
      String path = service.stream("crowd");
      Service.Memory before = service.memory();
      double computed = service.cpu();
      var delays = new Latencies(1 << 20);
      var viewers = new ArrayList<Viewer>();
      try (var audience = new Audience()) {
        for (int i = 0; i < VIEWERS; i++) {
          var viewer = new Viewer((long) CROWD_RATE * CROWD_WARM_UP, 20, delays);
          audience.join(service.port(), path, viewer);
          viewers.add(viewer);
        }
        audience.watch(Duration.ofSeconds(1));
        long begun = System.nanoTime();
        double own = own();
        service.go();
        audience.watch(Duration.ofSeconds(CROWD_SECONDS - 1));
        computed = service.cpu() - computed;
        double seconds = (System.nanoTime() - begun) / 1e9;
        long seen = viewers.stream().mapToLong(Viewer::lines).sum();
        report.say(
            "%d viewers, %d lines/s: %.0f lines/s in all, the service computes %.0f %% of a core",
            VIEWERS, CROWD_RATE, seen / seconds, 100 * computed / seconds);
        report.say("from printed to received: %s", delays);
        report.say("who measures computes %.0f %% of a core", 100 * (own() - own) / seconds);
        report.atMost(1_000, delays.percentile(99), " ms", "delay, p99");
        Service.Memory with = service.memory();
        report.atMost(
            256, (with.heap() - before.heap()) / KIB / VIEWERS, " KiB", "heap of a viewer");
        report.say(
            "beside the heap: %.1f KiB a viewer",
            (with.direct() - before.direct()) / KIB / VIEWERS);
        audience.watch(LONGEST);
      }
      long whole = viewers.stream().filter(one -> one.hasEnded() && one.lines() == lines).count();
      report.atLeast(VIEWERS, whole, "", "viewers that got every line");
    }
  }

  /** How long this process has computed, in seconds of one core. */
  private static double own() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  // On a real cluster.

  private static String seq(int lines) {
    String filler = "x".repeat(PrintedLine.LENGTH - 11);
    // The line feed is the separator's: seq of busybox knows no format.
    return """

                - sh
                - -c
                - |
                  sleep 2
                  seq -s ' %s
                  ' %d %d | head -n %d
    """
        .formatted(filler, PrintedLine.FIRST, PrintedLine.FIRST + 2L * lines, lines);
  }

  /** One pod at full speed: through us, and straight from the API server. */
  void follow(KubernetesScene scene) throws Exception {
    direct(scene, "direct-warm-up");
    ours(scene, "ours-warm-up");
    var ratios = new double[REAL_ROUNDS];
    for (int i = 0; i < REAL_ROUNDS; i++) {
      double direct = direct(scene, "direct-" + i);
      double computed = scene.service().cpu();
      double ours = ours(scene, "ours-" + i);
      computed = scene.service().cpu() - computed;
      ratios[i] = ours / direct;
      report.say(
          "as kubectl %.0f lines/s, ours %.0f, the service computes %.1f µs a line",
          direct, ours, computed * 1e6 / REAL_FLOOD);
    }
    report.atLeast(0.9, Flood.median(ratios), "", "a real pod's log, ours / as kubectl");
  }

  private static double direct(KubernetesScene scene, String job) throws Exception {
    scene.deploy(Service.job(job, BenchService.IMAGE, seq(REAL_FLOOD)));
    RawLog log = scene.rawLog(job).read(new Latencies(REAL_FLOOD));
    if (log.lines() != REAL_FLOOD) {
      throw new IOException("the cluster itself told %d lines".formatted(log.lines()));
    }
    return log.rate();
  }

  private static double ours(KubernetesScene scene, String job) throws Exception {
    Service service = scene.service();
    service.deploy(Service.job(job, BenchService.IMAGE, seq(REAL_FLOOD)));
    var viewer = new Viewer();
    try (var audience = new Audience()) {
      audience.join(service.port(), service.stream(job), viewer);
      audience.watch(LONGEST);
    }
    return whole(viewer, REAL_FLOOD).rate();
  }

  /** From printed to received, both ways at once. */
  void latency(KubernetesScene scene) throws Exception {
    String filler = "x".repeat(PrintedLine.LENGTH - 31);
    String script =
        """
        n=%d; while [ $n -lt %d ]; do t=${EPOCHREALTIME/./}; echo $n ${t}000 %s; n=$((n+1)); sleep 0.01; done\
        """
            .formatted(PrintedLine.FIRST, PrintedLine.FIRST + PRINTED, filler);
    scene.service().deploy(Service.job("latency", "bench", "[bash, -c, '" + script + "']"));
    var ours = new Latencies(PRINTED);
    var direct = new Latencies(PRINTED);
    List<Viewer> viewers = List.of(new Viewer(PRINTED / 10, 1, ours));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var audience = new Audience()) {
      RawLog raw = scene.rawLog("latency");
      var reading = threads.submit(() -> raw.read(direct));
      audience.join(scene.service().port(), scene.service().stream("latency"), viewers.getFirst());
      audience.watch(LONGEST);
      reading.get(1, TimeUnit.MINUTES);
    }
    whole(viewers.getFirst(), PRINTED);
    report.say("as kubectl %s; ours %s", direct, ours);
    report.atMost(
        10, ours.percentile(50) - direct.percentile(50), " ms", "added to a line's delay, p50");
  }
}
