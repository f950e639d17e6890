package io.benchmarkdeployer.app.embedded;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A directory for each pod, shared by its containers, readable by nobody else. It stays while one
 * of them runs or may be started again.
 */
final class Scratch implements AutoCloseable {
  private static final String PREFIX = "benchmark-deployer-";
  private static final System.Logger LOG = System.getLogger(Scratch.class.getName());

  private final Path root;
  private final AtomicLong files = new AtomicLong();
  private final Map<String, Use> uses = new ConcurrentHashMap<>();

  private Scratch(Path root) {
    this.root = root;
  }

  private record Use(int containers, boolean podGone) {
    static final Use NONE = new Use(0, false);

    boolean isOver() {
      return podGone && containers == 0;
    }

    Use and(int more) {
      return new Use(containers + more, podGone);
    }

    Use ofGonePod() {
      return new Use(containers, true);
    }
  }

  /** Makes one in the system's directory for temporary files. */
  static Scratch make() throws IOException {
    return new Scratch(Files.createTempDirectory(PREFIX + ServiceRun.CURRENT + "-"));
  }

  /** Deletes what services that are no more, because they were killed, have left. */
  static void deleteAbandoned() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (Stream<Path> entries = Files.list(temporary)) {
      entries.filter(Scratch::isAbandoned).forEach(FileTree::delete);
    } catch (IOException unreadable) {
      LOG.log(WARNING, "What was left in " + temporary + " is not known", unreadable);
    }
  }

  private static boolean isAbandoned(Path entry) {
    return Optional.of(entry.getFileName().toString())
        .filter(name -> name.startsWith(PREFIX) && name.lastIndexOf('-') > PREFIX.length())
        .map(name -> name.substring(PREFIX.length(), name.lastIndexOf('-')))
        .flatMap(ServiceRun::parse)
        .filter(ServiceRun::isOver)
        .filter(service -> ServiceUser.owns(entry))
        .isPresent();
  }

  /** The pod's directory, for one more container. */
  Path enter(String pod) throws IOException {
    uses.merge(pod, Use.NONE.and(1), (use, one) -> use.and(1));
    return Files.createDirectories(directory(pod));
  }

  /** One of its containers has ended. */
  void leave(String pod) {
    uses.computeIfPresent(pod, (name, use) -> use.and(-1));
    settle(pod);
  }

  /** None of its containers will be started again. */
  void podGone(String pod) {
    uses.computeIfPresent(pod, (name, use) -> use.ofGonePod());
    settle(pod);
  }

  /** A name for a file that is nobody's but this service's. */
  Path file() {
    return root.resolve("file-" + files.incrementAndGet());
  }

  /** Deletes all of it. */
  @Override
  public void close() {
    FileTree.delete(root);
  }

  private void settle(String pod) {
    Use use = uses.getOrDefault(pod, Use.NONE);
    if (use.isOver() && uses.remove(pod, use)) {
      FileTree.delete(directory(pod));
    }
  }

  private Path directory(String pod) {
    Path directory = root.resolve("pod-" + pod).normalize();
    if (!root.equals(directory.getParent())) {
      throw new IllegalArgumentException("a pod's UID can't name a directory elsewhere");
    }
    return directory;
  }
}
