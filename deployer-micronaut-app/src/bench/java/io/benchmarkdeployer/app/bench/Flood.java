package io.benchmarkdeployer.app.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What a shell prints without end, and how fast that comes. */
final class Flood {
  /** As long as lines of logs are: 64 bytes on the terminal, with its line end. */
  private static final String LINE = "0123456789".repeat(6) + "ab";

  private static final int LINE_ON_TERMINAL = LINE.length() + 2;

  /** There each of the two bytes of a line's end is written as an escape of two. */
  private static final int LINE_IN_JSON = LINE.length() + 4;

  private static final String HEAD = "{\"type\":\"output\",\"data\":\"";
  private static final String TAIL = "\"}";
  private static final String COMMAND = "yes " + LINE;
  private static final double WARM_UP = 1.5;
  private static final double MEASURED = 3;
  private static final int CHECKED = 4 << 20;

  private Flood() {}

  static void begin(Seat seat) throws IOException, InterruptedException {
    seat.enter(COMMAND);
    seat.until(LINE + "\r");
  }

  /** Bytes in a second, where they come as they are. */
  static double plain(Seat seat) throws IOException, InterruptedException {
    try (seat) {
      begin(seat);
      seat.rate(WARM_UP);
      return seat.rate(MEASURED);
    }
  }

  /** Bytes of the terminal in a second, where they come in JSON. */
  static double json(SocketSeat seat) throws IOException, InterruptedException {
    try (seat) {
      seat.enter(COMMAND);
      check(seat);
      seat.rate(WARM_UP);
      long frames = seat.frames();
      double raw = seat.rate(MEASURED);
      double envelopes = (seat.frames() - frames) / MEASURED * (HEAD.length() + TAIL.length());
      return (raw - envelopes) * LINE_ON_TERMINAL / LINE_IN_JSON;
    }
  }

  /** The first of it is read whole, to see that it is what is counted. */
  private static void check(SocketSeat seat) throws IOException {
    var text = new StringBuilder();
    while (text.length() < CHECKED) {
      text.append(ISO_8859_1.decode(seat.take()));
    }
    String whole = text.substring(0, text.lastIndexOf(TAIL + HEAD));
    String printed = whole.replace(TAIL + HEAD, "").replace("\\r\\n", "\r\n");
    String lines = printed.substring(printed.indexOf("\n" + LINE) + 1);
    if (!(LINE + "\r\n").repeat(1 + lines.length() / LINE_ON_TERMINAL).startsWith(lines)) {
      throw new IOException("what comes in JSON is not what was printed");
    }
  }

  /** Bytes in a second of so many, each of which is looked at. */
  static double counted(Seat seat, long bytes) throws IOException, InterruptedException {
    seat.enter("stty raw -echo; head -c %d /dev/zero".formatted(bytes));
    ByteBuffer some = seat.take();
    while (zeros(some) == 0) {
      some = seat.take();
    }
    long start = System.nanoTime();
    long first = zeros(some);
    long seen = first;
    while (seen < bytes) {
      seen += zeros(seat.take());
    }
    return (bytes - first) * 1e9 / (System.nanoTime() - start);
  }

  private static long zeros(ByteBuffer some) {
    byte[] bytes = some.array();
    int from = some.arrayOffset() + some.position();
    int to = some.arrayOffset() + some.limit();
    long zeros = 0;
    for (int i = from; i < to; i++) {
      zeros += bytes[i] == 0 ? 1 : 0;
    }
    return zeros;
  }

  /** In the middle of what they are. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
