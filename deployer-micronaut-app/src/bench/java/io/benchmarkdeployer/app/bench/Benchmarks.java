package io.benchmarkdeployer.app.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Measures the start, the terminals and the logs, on the cluster in memory and, where {@code
 * KUBECONFIG} is set, on a real one; ends with code 1 where a goal is missed. Arguments name what
 * to measure; without any, all.
 */
public final class Benchmarks {
  private static final int WARM_UP = 500;
  private static final int KEYS = 2_500;
  private static final int ROUNDS = 5;
  private static final long FLOOD = 48L << 20;
  private static final int FLOOD_ROUNDS = 9;

  /** Until the service's code is compiled: before, the compiler takes a core of two. */
  private static final long WARM_UP_FLOOD = 4 * FLOOD;

  private static final int MANY = 2_000;
  private static final int MANY_REAL = 200;
  private static final int DEAF = 200;
  private static final int DEAF_ROUNDS = 5;
  private static final int OTHERS = 100;

  /** Two quiet rounds differ by as much on a machine that others use too. */
  private static final double MOST_CHANGE = 1.5;

  private static final double MB = 1e6;
  private static final double KIB = 1 << 10;
  private static final double MIB = 1 << 20;

  private final Report report = new Report();
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Optional<String> kubeconfig;

  private interface Part {
    void run() throws Exception;
  }

  private Benchmarks(Optional<String> kubeconfig) {
    this.kubeconfig = kubeconfig;
    parts.put("memory-flood", this::memoryFlood);
    parts.put("memory-crowd", this::memoryCrowd);
    parts.put("deaf", this::deaf);
    var logs = new LogBenchmarks(report);
    parts.put("start", new StartBenchmark(report)::run);
    parts.put("log-cuts", logs::cuts);
    parts.put("log-one", logs::one);
    parts.put("log-crowd", logs::crowd);
    kubeconfig.ifPresent(
        file -> {
          parts.put("echo", () -> KubernetesScene.with(file, this::echo));
          parts.put("flood", () -> KubernetesScene.with(file, this::flood));
          parts.put("crowd", () -> KubernetesScene.with(file, this::crowd));
          parts.put("log-follow", () -> KubernetesScene.with(file, logs::follow));
          parts.put("log-latency", () -> KubernetesScene.with(file, logs::latency));
        });
  }

  /** Measures what is named, or all. */
  public static void main(String[] args) {
    var benchmarks =
        new Benchmarks(
            Optional.ofNullable(System.getenv("KUBECONFIG")).filter(file -> !file.isEmpty()));
    System.exit(benchmarks.run(Set.of(args)) == 0 ? 0 : 1);
  }

  private int run(Set<String> wanted) {
    if (kubeconfig.isEmpty()) {
      report.say("KUBECONFIG is not set: nothing is measured on a real cluster");
    }
    parts.forEach(
        (name, part) -> {
          if (wanted.isEmpty() || wanted.contains(name)) {
            run(name, part);
          }
        });
    return report.conclude();
  }

  // What fails is a goal missed; the others are measured all the same.
  @SuppressWarnings("CatchingUnchecked")
  private void run(String name, Part part) {
    report.begin(name);
    try {
      part.run();
    } catch (Exception failed) {
      report.fail(name, failed);
    }
  }

  // On the cluster in memory.

  private void memoryFlood() throws Exception {
    var raw = new double[ROUNDS];
    var binary = new double[ROUNDS];
    var json = new double[ROUNDS];
    try (var service = Service.inMemory();
        var scene = new MemoryScene()) {
      for (int i = 0; i < ROUNDS; i++) {
        raw[i] = Flood.plain(scene.port()) / MB;
        binary[i] = Flood.plain(ours(service, 256 << 10)) / MB;
        json[i] = Flood.json(legacy(service)) / MB;
        service.endAll();
        report.say("port %.0f MB/s, binary %.0f, JSON %.0f", raw[i], binary[i], json[i]);
      }
    }
    double port = Flood.median(raw);
    report.say("the scripted shell itself, read from the port: %.0f MB/s", port);
    report.atLeast(200, Flood.median(binary), " MB/s", "flood in the binary form");
    report.atLeast(60, Flood.median(json), " MB/s", "flood in the JSON form");
    report.say(
        "ratios to the port: binary %.2f, JSON %.2f",
        Flood.median(binary) / port, Flood.median(json) / port);
  }

  private static SocketSeat ours(Service service, int buffer) throws Exception {
    return SocketSeat.binary(service.port(), service.session(), buffer);
  }

  private static SocketSeat legacy(Service service) throws Exception {
    return SocketSeat.legacy(service.port(), service.session(), 256 << 10);
  }

  private void memoryCrowd() throws Exception {
    Latencies raw;
    try (var scene = new MemoryScene();
        var crowd = Crowd.of(MANY, scene::port)) {
      raw = crowd.type(10, 4, 1);
    }
    report.say("%d terminals at the port, a key a second each: %s", MANY, raw);
    try (var service = Service.inMemory()) {
      // What is there once is there whether one session or many are open.
      try (var one = Crowd.of(20, () -> ours(service, 1 << 10))) {
        one.type(50, 0, 0.05);
      }
      service.endAll();
      Service.Memory before = settled(service);
      try (var crowd = Crowd.of(MANY, () -> ours(service, 1 << 10))) {
        Latencies ours = crowd.type(10, 4, 1);
        Service.Memory with = service.memory();
        report.say("%d sessions, a key a second each: %s", MANY, ours);
        report.say("ratio to the port at p99: %.1f", ours.percentile(99) / raw.percentile(99));
        report.atLeast(MANY * 10, ours.count(), "", "keys echoed");
        report.atMost(100, ours.percentile(99), " ms", "echo of %d sessions, p99".formatted(MANY));
        report.atMost(
            64,
            (with.heap() - before.heap()) / KIB / MANY,
            " KiB",
            "heap of a session, its shell's included");
        report.say(
            "beside the heap: %.1f KiB a session", (with.direct() - before.direct()) / KIB / MANY);
      }
    }
  }

  /** Once what ended sessions held is gone. */
  private static Service.Memory settled(Service service) throws Exception {
    Service.Memory last = service.memory();
    Service.Memory next = service.memory();
    for (int i = 0; i < 10 && next.heap() < last.heap() - (256 << 10); i++) {
      last = next;
      next = service.memory();
    }
    return next;
  }

  /** Clients that let their shells flood and read nothing. */
  private void deaf() throws Exception {
    var quiet = new Stretch();
    var flooded = new Stretch();
    var later = new Stretch();
    double most = 0;
    try (var service = Service.inMemory();
        var others = Crowd.of(OTHERS, () -> ours(service, 1 << 10))) {
      others.type(100, 0, 0.05);
      Service.Memory before = settled(service);
      for (int i = 0; i < DEAF_ROUNDS; i++) {
        quiet.add(service, others);
        Deaf deaf = deaf(service);
        try {
          flooded.add(service, others);
          most = Math.max(most, service.memory().heap() - before.heap());
          // By then all were sent away: their shells print on for nobody.
          Thread.sleep(8_000);
          later.add(service, others);
        } finally {
          deaf.end();
        }
      }
    }
    report.say("%d others, ten keys a second each: %s", OTHERS, quiet);
    report.say("while %d flood and don't read: %s", DEAF, flooded);
    report.say("once those were sent away: %s", later);
    report.atMost(MOST_CHANGE, flooded.p99() / quiet.p99(), "", "p99 of the others, flood / quiet");
    report.atMost(MOST_CHANGE, later.p99() / quiet.p99(), "", "p99 of the others, later / quiet");
    // A ring of 256 KiB, 256 KiB that the shell's own terminal holds, and a bit.
    double bound = DEAF * 640 * KIB / MIB;
    report.atMost(bound, most / MIB, " MiB", "heap of %d such sessions".formatted(DEAF));
  }

  /** The same in several rounds: of these the one in the middle counts. */
  private static final class Stretch {
    private final List<Latencies> rounds = new ArrayList<>();
    private double cpu;
    private double seconds;

    void add(Service service, Crowd others) throws Exception {
      double before = service.cpu();
      long start = System.nanoTime();
      rounds.add(others.type(50, 0, 0.1));
      seconds += (System.nanoTime() - start) / 1e9;
      cpu += service.cpu() - before;
    }

    double p99() {
      return Flood.median(rounds.stream().mapToDouble(round -> round.percentile(99)).toArray());
    }

    @Override
    public String toString() {
      return "p99 %.3f ms (median of %d rounds), all: %s; the service computes %.0f %% of a core"
          .formatted(p99(), rounds.size(), Latencies.all(rounds), 100 * cpu / seconds);
    }
  }

  private static Deaf deaf(Service service) throws Exception {
    var deaf = new Deaf(service, new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < DEAF; i++) {
      String id = service.session();
      Seat seat = SocketSeat.binary(service.port(), id, 1 << 10);
      deaf.ids().add(id);
      deaf.seats().add(seat);
      Flood.begin(seat);
    }
    return deaf;
  }

  private record Deaf(Service service, List<String> ids, List<Seat> seats) {
    void end() throws IOException, InterruptedException {
      seats.forEach(Seat::close);
      for (String id : ids) {
        service.end(id);
      }
    }
  }

  // On a real cluster.

  private void echo(KubernetesScene scene) throws Exception {
    List<String> names = List.of("direct", "port", "ours", "legacy");
    List<Seat> seats = List.of(scene.direct(), scene.port(), scene.ours(), scene.legacy());
    var latencies = seats.stream().map(seat -> new Latencies(KEYS)).toList();
    for (Seat seat : seats) {
      seat.echoing();
    }
    for (int i = 0; i < WARM_UP + KEYS; i++) {
      for (int j = 0; j < seats.size(); j++) {
        int way = (i + j) % seats.size();
        long took = seats.get(way).echo((byte) ('0' + i % 10));
        if (i >= WARM_UP) {
          latencies.get(way).add(took);
        }
      }
    }
    seats.forEach(Seat::close);
    for (int i = 0; i < names.size(); i++) {
      report.say("%-7s %s", names.get(i), latencies.get(i));
    }
    Latencies direct = latencies.get(0);
    Latencies port = latencies.get(1);
    Latencies ours = latencies.get(2);
    report.say(
        "ratio of ours to direct: p50 %.2f, p99 %.2f; to the port: p50 %.2f, p99 %.2f",
        ours.percentile(50) / direct.percentile(50),
        ours.percentile(99) / direct.percentile(99),
        ours.percentile(50) / port.percentile(50),
        ours.percentile(99) / port.percentile(99));
    report.say("added at p99: %.3f ms", ours.percentile(99) - direct.percentile(99));
    report.atMost(
        1, ours.percentile(50) - direct.percentile(50), " ms", "added to the echo at p50, binary");
    report.atMost(
        1,
        latencies.get(3).percentile(50) - direct.percentile(50),
        " ms",
        "added to the echo at p50, JSON");
  }

  private void flood(KubernetesScene scene) throws Exception {
    var toDirect = new double[FLOOD_ROUNDS];
    var toPort = new double[FLOOD_ROUNDS];
    double computed = 0;
    try (Seat direct = scene.direct();
        Seat port = scene.port();
        Seat ours = scene.ours()) {
      List<Seat> seats = List.of(direct, port, ours);
      for (Seat seat : seats) {
        Flood.counted(seat, WARM_UP_FLOOD);
      }
      for (int i = 0; i < FLOOD_ROUNDS; i++) {
        double before = scene.service().cpu();
        var rates = new double[seats.size()];
        for (int j = 0; j < seats.size(); j++) {
          int way = (i + j) % seats.size();
          rates[way] = Flood.counted(seats.get(way), FLOOD) / MB;
        }
        computed += scene.service().cpu() - before;
        report.say("direct %.1f MB/s, port %.1f, ours %.1f", rates[0], rates[1], rates[2]);
        toDirect[i] = rates[2] / rates[0];
        toPort[i] = rates[2] / rates[1];
      }
    }
    report.say("the service computes %.1f ms a MB", computed * 1e3 / (FLOOD_ROUNDS * FLOOD / MB));
    report.atLeast(0.9, Flood.median(toDirect), "", "flood, ours / direct");
    report.atLeast(0.9, Flood.median(toPort), "", "flood, ours / port");
  }

  private void crowd(KubernetesScene scene) throws Exception {
    Latencies raw;
    try (var crowd = Crowd.of(MANY_REAL, scene::port)) {
      raw = crowd.type(20, 5, 1);
    }
    report.say("%d terminals at the port, a key a second each: %s", MANY_REAL, raw);
    try (var crowd = Crowd.of(MANY_REAL, scene::ours)) {
      Latencies ours = crowd.type(20, 5, 1);
      report.say("%d sessions, a key a second each: %s", MANY_REAL, ours);
      report.atLeast(MANY_REAL * 20, ours.count(), "", "keys echoed");
      report.say("ratio at p99: %.2f", ours.percentile(99) / raw.percentile(99));
    }
  }
}
