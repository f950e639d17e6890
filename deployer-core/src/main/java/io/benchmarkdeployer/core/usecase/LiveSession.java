package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.SessionObserver;
import io.benchmarkdeployer.core.port.Terminal;
import io.benchmarkdeployer.core.usecase.Attachment.Output;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A session whose shell this process holds: one thread brings what the shell prints into the ring,
 * each viewer takes from it at its own pace. A viewer that lags by a whole ring slows the shell;
 * one that takes nothing for long is sent away. Any thread may call.
 */
final class LiveSession {
  private static final int LARGEST_OUTPUT = 64 << 10;

  /** How long the shell waits for one viewer. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The same where others see the same shell: they wait with it. */
  private static final Duration PATIENCE_IN_COMPANY = Duration.ofSeconds(1);

  /**
   * How long the shell waits for one who left, so that nothing is lost to him: as long as a broken
   * connection takes to be made again.
   */
  private static final Duration RETURN = Duration.ofSeconds(5);

  private static final long NOBODY = Long.MAX_VALUE;

  /** What a shell that nobody looks at may print in each pause: floods for nobody cost little. */
  private static final int UNSEEN = 128 << 10;

  private static final Duration UNSEEN_PAUSE = Duration.ofMillis(500);

  /**
   * A viewer that took something just now waits so long for more to take: in a flood that comes in
   * small pieces each costs several threads' wake-ups. The first piece after a pause, as the echo
   * of a key, goes at once.
   */
  private static final Duration GATHERING = Duration.ofMillis(4);

  private final TerminalSession record;
  private final Terminal terminal;
  private final SessionObserver observer;
  private final InstantSource clock;
  private final Ring ring;
  private final int largestOutput;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition printed = lock.newCondition();
  private final Condition gathered = lock.newCondition();
  private final Condition taken = lock.newCondition();
  private final ReentrantLock typing = new ReentrantLock();
  private final List<Attachment> viewers = new ArrayList<>();
  private Optional<SessionEnd> end = Optional.empty();
  private Instant lastActivity;
  private Instant leftAt;
  private long awaited = NOBODY;
  private int unseen;
  private long bytesIn;

  /**
   * Takes the terminal over.
   *
   * @param record as it is on record: its shell runs
   */
  LiveSession(
      TerminalSession record,
      Terminal terminal,
      int scrollback,
      SessionObserver observer,
      InstantSource clock) {
    this.observer = observer;
    this.record = record;
    this.terminal = terminal;
    this.clock = clock;
    this.ring = new Ring(scrollback);
    this.largestOutput = Math.min(LARGEST_OUTPUT, scrollback / 4);
    this.lastActivity = clock.instant();
    this.leftAt = lastActivity;
  }

  TerminalSession record() {
    return record;
  }

  // What the shell prints.

  /** Brings what is printed to the viewers, up to the terminal's end. */
  void pump() throws InterruptedException {
    Optional<byte[]> some = terminal.read();
    while (some.isPresent()) {
      print(some.get());
      some = terminal.read();
    }
  }

  /** In parts that find room beside what is on its way. */
  private void print(byte[] bytes) throws InterruptedException {
    int largest = ring.capacity() / 4;
    for (int from = 0; from < bytes.length; from += largest) {
      int to = Math.min(bytes.length, from + largest);
      printPart(to - from == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to));
    }
    observer.carried(0, bytes.length);
  }

  private void printPart(byte[] bytes) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (viewers.isEmpty()) {
        slowDown(bytes.length);
      }
      makeRoom(bytes.length);
      append(bytes);
    } finally {
      lock.unlock();
    }
  }

  /** After its end nothing is added: there are those who have not yet taken what is there. */
  private void append(byte[] bytes) {
    if (end.isEmpty()) {
      ring.append(bytes);
      lastActivity = clock.instant();
      tellViewers();
    }
  }

  private void tellViewers() {
    printed.signalAll();
    if (viewers.stream().anyMatch(one -> ring.end() - one.position >= largestOutput)) {
      gathered.signalAll();
    }
  }

  /** Something else than output happened to them. */
  private void wakeViewers() {
    printed.signalAll();
    gathered.signalAll();
  }

  private void slowDown(int more) throws InterruptedException {
    unseen += more;
    if (unseen >= UNSEEN) {
      unseen = 0;
      long left = UNSEEN_PAUSE.toNanos();
      while (left > 0 && viewers.isEmpty() && end.isEmpty()) {
        left = taken.awaitNanos(left);
      }
    }
  }

  /** Waits for those who lag, and no longer than that for those who stand still. */
  private void makeRoom(int more) throws InterruptedException {
    while (end.isEmpty() && room() < more) {
      long oldest = oldestNeeded();
      if (!isReleased(oldest)) {
        forget(oldest);
      }
    }
  }

  private long room() {
    return ring.capacity() - (ring.end() - oldestNeeded());
  }

  /** The oldest byte that somebody needs still: one who is there, or one who left just now. */
  private long oldestNeeded() {
    return viewers.stream()
        .mapToLong(this::neededBy)
        .min()
        .orElse(Math.max(ring.start(), Math.min(awaited, ring.end())));
  }

  /** What was sent may be on its way, and come to nothing if the connection breaks. */
  private long neededBy(Attachment viewer) {
    return Math.max(ring.start(), viewer.position - kept() - largestOutput);
  }

  /** Not counting what a viewer has just taken and has not sent yet. */
  int kept() {
    return 3 * (ring.capacity() / 8);
  }

  /** Waits for those who need it to need it no longer, or to be others than they were. */
  private boolean isReleased(long oldest) throws InterruptedException {
    int there = viewers.size();
    long left = patience().toNanos();
    while (left > 0 && end.isEmpty() && there == viewers.size() && oldestNeeded() == oldest) {
      left = taken.awaitNanos(left);
    }
    return left > 0;
  }

  private Duration patience() {
    return switch (viewers.size()) {
      case 0 -> RETURN;
      case 1 -> PATIENCE;
      default -> PATIENCE_IN_COMPANY;
    };
  }

  /** Those who need it are not waited for any longer. */
  private void forget(long oldest) {
    if (viewers.isEmpty()) {
      awaited = NOBODY;
    }
    viewers.stream().filter(one -> neededBy(one) == oldest).forEach(one -> one.tooSlow = true);
    if (viewers.removeIf(viewer -> viewer.tooSlow)) {
      noteLeaving();
    }
    wakeViewers();
  }

  private void noteLeaving() {
    if (viewers.isEmpty()) {
      leftAt = clock.instant();
    }
  }

  /** What comes next for this viewer. */
  Output next(Attachment viewer) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (isStill(viewer) && isAllTaken(viewer)) {
        printed.await();
      }
      gather(viewer);
      return outputFor(viewer);
    } finally {
      lock.unlock();
    }
  }

  private void gather(Attachment viewer) throws InterruptedException {
    long left = GATHERING.toNanos() - (System.nanoTime() - viewer.lastTaken);
    while (left > 0 && isStill(viewer) && ring.end() - viewer.position < largestOutput) {
      left = gathered.awaitNanos(left);
    }
  }

  /** Whether it is there, and the session goes on. */
  private boolean isStill(Attachment viewer) {
    return !viewer.closed && !viewer.tooSlow && end.isEmpty();
  }

  private boolean isAllTaken(Attachment viewer) {
    return viewer.position == ring.end();
  }

  private Output outputFor(Attachment viewer) {
    if (viewer.closed) {
      return new Output.Closed();
    }
    if (viewer.tooSlow) {
      return new Output.TooSlow();
    }
    return isAllTaken(viewer) ? new Output.Ended(end.orElseThrow()) : take(viewer);
  }

  private Output take(Attachment viewer) {
    byte[] bytes = ring.copy(viewer.position, largestOutput);
    viewer.position += bytes.length;
    viewer.lastTaken = System.nanoTime();
    taken.signalAll();
    return new Output.Printed(bytes);
  }

  // Those who come and go.

  /**
   * Lets somebody in, also where the session has just ended: what was printed last can be read.
   *
   * @param received how many of the session's bytes it has already; empty for one who begins anew
   *     and gets all that is kept
   */
  Attachment join(OptionalLong received) {
    lock.lock();
    try {
      var viewer = attachment(received);
      viewers.add(viewer);
      awaited = NOBODY;
      unseen = 0;
      lastActivity = clock.instant();
      taken.signalAll();
      return viewer;
    } finally {
      lock.unlock();
    }
  }

  private Attachment attachment(OptionalLong received) {
    long wanted = Math.clamp(received.orElse(0), 0, ring.end());
    boolean isKept = wanted >= ring.start();
    long begin = isKept ? wanted : ring.firstCharacter();
    long missed = received.isPresent() ? begin - wanted : 0;
    return new Attachment(this, begin, ring.end() - begin, missed);
  }

  void leave(Attachment viewer) {
    lock.lock();
    try {
      viewer.closed = true;
      long needed = neededBy(viewer);
      if (viewers.remove(viewer)) {
        awaited = needed;
        noteLeaving();
      }
      wakeViewers();
      taken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // What is typed.

  boolean mayType(Attachment viewer) {
    return !record.readOnlyGuests() || isHost(viewer);
  }

  /** Of those who are there, the one who came first. */
  private boolean isHost(Attachment viewer) {
    lock.lock();
    try {
      return !viewers.isEmpty() && viewers.getFirst() == viewer;
    } finally {
      lock.unlock();
    }
  }

  /** One after the other: what one viewer types is not torn by another. */
  void type(byte[] input) throws InterruptedException {
    noteTyping(input.length);
    observer.carried(input.length, 0);
    typing.lockInterruptibly();
    try {
      terminal.write(input);
    } finally {
      typing.unlock();
    }
  }

  private void noteTyping(int length) {
    lock.lock();
    try {
      bytesIn += length;
      lastActivity = clock.instant();
    } finally {
      lock.unlock();
    }
  }

  void resize(TerminalSize size) {
    terminal.resize(size);
  }

  // Its end.

  /**
   * Ends it so, and tells the viewers; what had ended stays as it ended. The terminal is closed;
   * what is left of the shell is for others to end.
   *
   * @return whether it was this that ended it
   */
  boolean end(SessionEnd how) {
    lock.lock();
    try {
      if (end.isPresent()) {
        return false;
      }
      end = Optional.of(how);
      wakeViewers();
      taken.signalAll();
    } finally {
      lock.unlock();
    }
    terminal.endInput();
    terminal.close();
    return true;
  }

  Optional<SessionEnd> end() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  // What is known of it.

  /** How it stands, as it should be on record. */
  TerminalSession observe(TerminalSession onRecord) {
    lock.lock();
    try {
      if (!onRecord.isOpen()) {
        return onRecord;
      }
      TerminalSession counted = onRecord.active(bytesIn, ring.end(), lastActivity);
      TerminalSession now = viewers.isEmpty() ? counted.detached() : counted.attached(shell());
      return end.map(now::ended).orElse(now);
    } finally {
      lock.unlock();
    }
  }

  private String shell() {
    return record.shell().orElseThrow();
  }

  /** Since when nobody is there; empty while somebody is. */
  Optional<Instant> leftAt() {
    lock.lock();
    try {
      return viewers.isEmpty() ? Optional.of(leftAt) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** When something was typed or printed the last time. */
  Instant lastActivity() {
    lock.lock();
    try {
      return lastActivity;
    } finally {
      lock.unlock();
    }
  }
}
