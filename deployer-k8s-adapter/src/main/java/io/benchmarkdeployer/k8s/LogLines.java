package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.port.LogLine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Cuts what the kubelet sends, asked for timestamps, into a container's lines: each is a time, a
 * space, the line's bytes and a line feed.
 *
 * <p>A runtime keeps a line in pieces of 16 KiB, and older kubelets (1.20) put a time before each
 * piece, into the midst of the line. Such a time, exactly there and not before the last one, is
 * taken out again. What has no time is no line of the container: it is the kubelet's own complaint.
 */
final class LogLines {
  /** A longer line comes in pieces of this size. */
  static final int LONGEST = 1 << 20;

  private static final int RUNTIME_PIECE = 16 << 10;
  private static final int LONGEST_TIME = 40;
  private static final int LONGEST_COMPLAINT = 300;
  private static final byte LINE_FEED = '\n';
  private static final byte SPACE = ' ';

  private final Deque<LogLine> complete = new ArrayDeque<>();
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  /** What may be a time, as long as it is not known; the words of a complaint. */
  private final ByteArrayOutputStream unclear = new ByteArrayOutputStream();

  private final LogTimes times = new LogTimes();
  private Where where = Where.LINE_START;
  private Instant lineTime = Instant.EPOCH;
  private Instant pieceTime = Instant.EPOCH;

  /** How much of the runtime's piece has come; empty where this kubelet marks no pieces. */
  private OptionalInt ofPiece = OptionalInt.of(0);

  private Optional<String> complaint = Optional.empty();

  private enum Where {
    /** Before a line: its time comes. */
    LINE_START,
    /** In a line. */
    CONTENT,
    /** At the end of a piece: a time may come, or the line goes on. */
    SEAM,
    /** In words that are none of the container's. */
    COMPLAINT
  }

  /** Takes what was read. */
  void add(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      if (where == Where.CONTENT) {
        at = addContent(bytes, at);
      } else {
        addUnclear(bytes[at]);
        at++;
      }
    }
  }

  /** The next line that is complete. */
  Optional<LogLine> next() {
    return Optional.ofNullable(complete.poll());
  }

  /** What the kubelet said instead of a line: nothing comes after it. */
  Optional<String> complaint() {
    return complaint;
  }

  /** Nothing more comes: what has begun is all there is of it. */
  void end() {
    switch (where) {
      case LINE_START, COMPLAINT -> endComplaint();
      case SEAM -> {
        addUnclearToContent();
        endLine(false);
      }
      case CONTENT -> endLine(false);
    }
  }

  /** As many bytes as belong to the line for sure; the position after them. */
  private int addContent(byte[] bytes, int from) {
    if (bytes[from] == LINE_FEED) {
      endLine(true);
      return from + 1;
    }
    if (content.size() == LONGEST) {
      emit(false);
    }
    int end = endOfLine(bytes, from, Math.min(bytes.length, from + room()));
    content.write(bytes, from, end - from);
    if (ofPiece.isPresent()) {
      countPiece(end - from);
    }
    return end;
  }

  private int room() {
    return Math.min(
        LONGEST - content.size(), RUNTIME_PIECE - ofPiece.orElse(RUNTIME_PIECE - LONGEST));
  }

  private static int endOfLine(byte[] bytes, int from, int most) {
    int end = from;
    while (end < most && bytes[end] != LINE_FEED) {
      end++;
    }
    return end;
  }

  private void countPiece(int more) {
    int now = ofPiece.getAsInt() + more;
    ofPiece = OptionalInt.of(now);
    if (now == RUNTIME_PIECE) {
      where = Where.SEAM;
    }
  }

  private void addUnclear(byte one) {
    switch (where) {
      case LINE_START -> addToLineStart(one);
      case SEAM -> addToSeam(one);
      case COMPLAINT -> addToComplaint(one);
      case CONTENT -> throw new IllegalStateException("content is clear");
    }
  }

  private void addToLineStart(byte one) {
    if (one != SPACE && one != LINE_FEED && unclear.size() < LONGEST_TIME) {
      unclear.write(one);
      return;
    }
    Optional<Instant> time = time();
    if (time.isEmpty()) {
      where = Where.COMPLAINT;
      addToComplaint(one);
      return;
    }
    beginLine(time.get());
    if (one == LINE_FEED) {
      endLine(true);
    }
  }

  private void beginLine(Instant time) {
    lineTime = time;
    pieceTime = time;
    ofPiece = OptionalInt.of(0);
    unclear.reset();
    where = Where.CONTENT;
  }

  private void addToSeam(byte one) {
    if (one != SPACE && one != LINE_FEED && unclear.size() < LONGEST_TIME) {
      unclear.write(one);
      return;
    }
    Optional<Instant> time = one == SPACE ? time() : Optional.empty();
    if (time.filter(next -> !next.isBefore(pieceTime)).isPresent()) {
      pieceTime = time.get();
      ofPiece = OptionalInt.of(0);
      unclear.reset();
      where = Where.CONTENT;
      return;
    }
    addUnclearToContent();
    addContent(new byte[] {one}, 0);
  }

  /** The line went on: no time stands in this one. */
  private void addUnclearToContent() {
    ofPiece = OptionalInt.empty();
    where = Where.CONTENT;
    for (byte one : unclear.toByteArray()) {
      addContent(new byte[] {one}, 0);
    }
    unclear.reset();
  }

  private void addToComplaint(byte one) {
    if (one == LINE_FEED) {
      endComplaint();
    } else if (unclear.size() < LONGEST_COMPLAINT) {
      unclear.write(one);
    }
  }

  private void endComplaint() {
    if (complaint.isEmpty() && (where == Where.COMPLAINT || unclear.size() > 0)) {
      complaint = Optional.of(unclear.toString(StandardCharsets.UTF_8));
    }
  }

  private Optional<Instant> time() {
    return times.read(unclear.toByteArray());
  }

  private void endLine(boolean ended) {
    if (ended || content.size() > 0) {
      emit(ended);
    }
    where = Where.LINE_START;
  }

  private void emit(boolean ended) {
    complete.add(new LogLine(Optional.of(lineTime), content.toByteArray(), ended));
    content.reset();
  }
}
