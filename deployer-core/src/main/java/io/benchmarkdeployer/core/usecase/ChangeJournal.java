package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.port.DeploymentStore.Change;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The latest changes in their order, numbered. Of each deployment only the newest is kept: one who
 * is slow is given that alone. What is too much falls out at the old end, and whoever had not taken
 * it has to read the list anew.
 */
final class ChangeJournal {
  private static final Pattern CURSOR = Pattern.compile("([0-9a-f-]{36})-(\\d{1,18})");

  /** A place before all that is known: of one who has to read the list first. */
  static final long NOWHERE = -1;

  /** Its name tells our cursors from those of another process, and of one before a restart. */
  private final String name = UUID.randomUUID().toString();

  private final int mostChanges;
  private final int mostResources;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final NavigableMap<Long, DeploymentChange> inOrder = new TreeMap<>();
  private final Map<DeploymentId, DeploymentChange> latest = new HashMap<>();
  private final Map<DeploymentId, Long> versions;
  private long last;
  private long lost;
  private int resources;
  private boolean closed;

  /**
   * Begins empty.
   *
   * @param mostChanges how many are kept
   * @param mostResources how many resources those have together: they are what takes memory
   */
  ChangeJournal(int mostChanges, int mostResources) {
    this.mostChanges = mostChanges;
    this.mostResources = mostResources;
    this.versions = new Versions(2 * mostChanges);
  }

  /** The versions that are not news any more, of as many deployments as there is place for. */
  private static final class Versions extends LinkedHashMap<DeploymentId, Long> {
    private static final long serialVersionUID = 1L;
    private final int most;

    Versions(int most) {
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Entry<DeploymentId, Long> eldest) {
      return size() > most;
    }
  }

  /** Tells all who follow; where it is no news, nobody. */
  void add(Deployment deployment) {
    locked(
        () -> {
          if (learn(deployment.id(), deployment.version())) {
            append(deployment.slim());
          }
          return last;
        });
  }

  boolean isNews(Change change) {
    return locked(() -> isNews(change.id(), change.version()));
  }

  private boolean isNews(DeploymentId id, long version) {
    return versions.getOrDefault(id, NOWHERE) < version;
  }

  private boolean learn(DeploymentId id, long version) {
    if (!isNews(id, version)) {
      return false;
    }
    versions.remove(id);
    versions.put(id, version);
    return true;
  }

  private void append(Deployment deployment) {
    Optional.ofNullable(latest.get(deployment.id())).ifPresent(this::remove);
    last++;
    var change = new DeploymentChange(last, cursor(last), deployment);
    inOrder.put(last, change);
    latest.put(deployment.id(), change);
    resources += deployment.resources().size();
    while (inOrder.size() > mostChanges || (resources > mostResources && inOrder.size() > 1)) {
      DeploymentChange eldest = inOrder.values().iterator().next();
      remove(eldest);
      lost = eldest.number();
    }
    changed.signalAll();
  }

  private void remove(DeploymentChange change) {
    inOrder.remove(change.number());
    latest.remove(change.deployment().id());
    resources -= change.deployment().resources().size();
  }

  /** More has changed than can be told: all who follow have to read the list anew. */
  void lose(Collection<Change> changes) {
    locked(
        () -> {
          changes.forEach(change -> learn(change.id(), change.version()));
          inOrder.clear();
          latest.clear();
          resources = 0;
          lost = ++last;
          changed.signalAll();
          return last;
        });
  }

  /** Where the latest change stands. */
  long end() {
    return locked(() -> last);
  }

  String cursor(long number) {
    return name + "-" + number;
  }

  /** The number in one of our cursors; {@link #NOWHERE} where it is none of ours. */
  long number(String cursor) {
    Matcher matcher = CURSOR.matcher(cursor);
    boolean ours = matcher.matches() && matcher.group(1).equals(name);
    long number = ours ? Long.parseLong(matcher.group(2)) : NOWHERE;
    return number <= end() ? number : NOWHERE;
  }

  /** Whether some of what came after this is no longer known. */
  boolean hasLostAfter(long number) {
    return locked(() -> number < lost);
  }

  /** The first change after this number. */
  Optional<DeploymentChange> after(long number) {
    return locked(() -> Optional.ofNullable(inOrder.higherEntry(number)).map(Entry::getValue));
  }

  /**
   * Waits until there is something to take, or the time is over.
   *
   * @param take is called under the journal's lock, again after each change
   */
  <T> Optional<T> await(Supplier<Optional<T>> take, Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = atMost.toNanos();
      Optional<T> taken = take.get();
      while (taken.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
        taken = take.get();
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Does this, and lets all who wait look again. */
  void tell(Runnable change) {
    locked(
        () -> {
          change.run();
          changed.signalAll();
          return last;
        });
  }

  /** Lets all who wait know that nothing more comes. */
  void close() {
    tell(() -> closed = true);
  }

  boolean isClosed() {
    return locked(() -> closed);
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
