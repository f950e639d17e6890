package io.benchmarkdeployer.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * How soon the built jar is ready, what it has computed until then, and how much memory it holds
 * when nobody asks anything of it: started in several ways in turn, the last of them the image's.
 */
final class StartBenchmark {
  private static final int ROUNDS = 7;
  private static final Path JAR = Path.of("target", "benchmark-deployer.jar").toAbsolutePath();
  private static final Path OPTIONS = Path.of("src", "main", "deploy", "java.options");
  private static final String COMPACT = "-XX:+UseCompactObjectHeaders";
  private static final String TRAINING = "io.benchmarkdeployer.app.Training";

  private final Report report;

  StartBenchmark(Report report) {
    this.report = report;
  }

  void run() throws Exception {
    if (!Files.exists(JAR)) {
      throw new IOException(JAR + " is not there: build it with mvn package");
    }
    Path caches = Files.createTempDirectory("bench-start-");
    try {
      measure(ways(caches));
    } finally {
      delete(caches);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** The image's options, and those in which it differs from Java's own. */
  private Map<String, List<String>> ways(Path caches) throws IOException, InterruptedException {
    List<String> image = options();
    List<String> compact = Stream.concat(Stream.of(COMPACT), image.stream()).toList();
    var ways = new LinkedHashMap<String, List<String>>();
    ways.put("Java's own", List.of());
    ways.put("cache", trained(List.of(), caches.resolve("own.aot")));
    ways.put("options", image);
    ways.put("options, compact headers", compact);
    ways.put("cache, options, compact headers", trained(compact, caches.resolve("compact.aot")));
    ways.put("image: cache, options", trained(image, caches.resolve("image.aot")));
    return ways;
  }

  private static List<String> options() throws IOException {
    return Files.readAllLines(OPTIONS).stream().filter(line -> line.startsWith("-")).toList();
  }

  /** As the {@code Dockerfile} does it. */
  private List<String> trained(List<String> options, Path cache)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(StartedJar.java());
    command.addAll(options);
    command.add("-XX:AOTCacheOutput=" + cache);
    command.addAll(List.of("-cp", JAR.toString(), TRAINING));
    Process training =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (training.waitFor() != 0 || !Files.exists(cache)) {
      throw new IOException("the training made no cache: " + String.join(" ", command));
    }
    report.say("a cache of %.1f MiB for %s", Files.size(cache) / 1048576.0, options);
    var with = new ArrayList<>(options);
    with.add("-XX:AOTCache=" + cache);
    return with;
  }

  private void measure(Map<String, List<String>> ways) throws Exception {
    var found = new LinkedHashMap<String, List<StartedJar.Found>>();
    for (int i = 0; i < ROUNDS; i++) {
      for (var way : ways.entrySet()) {
        found
            .computeIfAbsent(way.getKey(), name -> new ArrayList<>())
            .add(StartedJar.start(JAR, way.getValue()));
      }
    }
    found.forEach(this::tell);
    List<StartedJar.Found> image = List.copyOf(found.values()).getLast();
    report.atMost(1, median(image, StartedJar.Found::ready), " s", "ready, as the image");
    report.atMost(150, median(image, StartedJar.Found::resident), " MiB", "resident, as the image");
  }

  private void tell(String way, List<StartedJar.Found> found) {
    report.say(
        "%-31s ready after %.2f s (%.2f to %.2f), %.2f s of a core; %.0f MiB resident",
        way,
        median(found, StartedJar.Found::ready),
        found.stream().mapToDouble(StartedJar.Found::ready).min().orElseThrow(),
        found.stream().mapToDouble(StartedJar.Found::ready).max().orElseThrow(),
        median(found, StartedJar.Found::computed),
        median(found, StartedJar.Found::resident));
  }

  private static double median(
      List<StartedJar.Found> found, ToDoubleFunction<StartedJar.Found> what) {
    return Flood.median(found.stream().mapToDouble(what).toArray());
  }
}
