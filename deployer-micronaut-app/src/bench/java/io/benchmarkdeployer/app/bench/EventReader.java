package io.benchmarkdeployer.app.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads server-sent events out of the bytes of an HTTP/1.1 answer in chunks, with hardly more work
 * than to copy them: of log events only the id and the text are looked at. All lines are as long as
 * {@link PrintedLine}s. One thread at a time.
 */
final class EventReader {
  private static final byte[] ID = "id: ".getBytes(US_ASCII);
  private static final byte[] LOG = "\nevent: log\n".getBytes(US_ASCII);
  private static final byte[] TEXT = "\"text\":\"".getBytes(US_ASCII);
  private static final byte[] LAST = "\"}\n\n".getBytes(US_ASCII);

  private final Listener listener;
  private final StringBuilder line = new StringBuilder();
  private boolean inHead = true;
  private boolean isStatusRead;
  private long chunkLeft;
  private byte[] rest = new byte[0];

  /** From its end to its text's beginning each event is alike: its length is guessed first. */
  private int usual;

  /** Who hears of the events. */
  interface Listener {
    /**
     * A line of the log.
     *
     * @param bytes where its text is, as long as this call lasts
     */
    void line(long id, byte[] bytes, int text) throws IOException;

    /** Another event, with its comments. */
    void other(String event) throws IOException;
  }

  /** What one thread needs for all its readers. */
  record Desk(ByteBuffer raw, byte[] events) {
    Desk() {
      this(ByteBuffer.allocateDirect(256 << 10), new byte[512 << 10]);
    }
  }

  EventReader(Listener listener) {
    this.listener = listener;
  }

  /** Takes what was read into the desk's buffer. */
  void read(Desk desk) throws IOException {
    byte[] events = desk.events();
    System.arraycopy(rest, 0, events, 0, rest.length);
    int size = rest.length;
    ByteBuffer raw = desk.raw();
    while (raw.hasRemaining()) {
      if (chunkLeft == 0) {
        readFrame(raw);
      } else {
        int some = (int) Math.min(chunkLeft, raw.remaining());
        raw.get(events, size, some);
        size += some;
        chunkLeft -= some;
      }
    }
    rest = Arrays.copyOfRange(events, take(events, size), size);
  }

  /** A byte of the answer's head, or of what stands between two chunks. */
  private void readFrame(ByteBuffer raw) throws IOException {
    char one = (char) raw.get();
    if (one != '\n') {
      line.append(one);
      return;
    }
    String whole = line.toString().strip();
    line.setLength(0);
    if (inHead) {
      readHead(whole);
    } else if (!whole.isEmpty()) {
      chunkLeft = Long.parseLong(whole, 16);
    }
  }

  private void readHead(String header) throws IOException {
    if (!isStatusRead && !header.startsWith("HTTP/1.1 200")) {
      throw new IOException("the service answers " + header);
    }
    isStatusRead = true;
    inHead = !header.isEmpty();
  }

  /** Up to where there are whole events. */
  private int take(byte[] bytes, int size) throws IOException {
    int at = 0;
    int end = end(bytes, at, size);
    while (end > 0) {
      take(bytes, at, end);
      at = end;
      end = end(bytes, at, size);
    }
    return at;
  }

  private void take(byte[] bytes, int from, int end) throws IOException {
    int afterId = from + ID.length;
    long id = 0;
    if (isAt(bytes, from, end, ID)) {
      for (; bytes[afterId] != '\n'; afterId++) {
        id = 10 * id + (bytes[afterId] - '0');
      }
    }
    int text = end - LAST.length - PrintedLine.LENGTH;
    if (id > 0
        && isAt(bytes, afterId, end, LOG)
        && isAt(bytes, text - TEXT.length, end, TEXT)
        && isAt(bytes, end - LAST.length, end, LAST)) {
      listener.line(id, bytes, text);
    } else {
      listener.other(new String(bytes, from, end - from, US_ASCII));
    }
  }

  private static boolean isAt(byte[] bytes, int at, int end, byte[] what) {
    return at >= 0
        && at + what.length <= end
        && Arrays.equals(bytes, at, at + what.length, what, 0, what.length);
  }

  /** Where the event ends that begins there; 0 where it is not whole. */
  private int end(byte[] bytes, int from, int size) {
    int guess = from + usual;
    if (usual > 0 && guess <= size && isAt(bytes, guess - LAST.length, guess, LAST)) {
      return guess;
    }
    for (int i = from + 1; i < size; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\n') {
        usual = i + 1 - from;
        return i + 1;
      }
    }
    return 0;
  }
}
