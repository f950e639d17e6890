package io.benchmarkdeployer.app.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API server that has one container's log, whole from the start, and answers for it as
 * Kubernetes does; it cuts the connection after some byte of the answer, so many times. The lines
 * are numbered, in bursts with one and the same timestamp.
 */
final class CutLog implements AutoCloseable {
  /** A cut brings at most so many again. */
  private static final int LINES_IN_SECOND = 2_000;

  private static final int MOST_IN_BURST = 80;
  private static final int CHUNK = 8 << 10;
  private static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00Z");
  private static final Pattern SINCE = Pattern.compile("sinceTime=([^& ]*)");
  private static final byte[] HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
          .getBytes(US_ASCII);

  private final Random random = new Random(44);
  private final int[] texts;
  private final int[] starts;
  private final byte[] log;
  private final ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  private final int progress;
  private final Runnable whenThrough;
  private int cutsLeft;
  private int furthest;
  private long sent;

  /**
   * One that listens already.
   *
   * @param whenThrough called once all was sent to one who follows: the container ends then
   */
  CutLog(int lines, int cuts, Runnable whenThrough) throws IOException {
    this.texts = new int[lines];
    this.starts = new int[lines + 1];
    this.log = written(lines);
    this.cutsLeft = cuts;
    this.whenThrough = whenThrough;
    // Four of five cuts bring something; nine tenths of the log shall be cut up.
    this.progress = (int) (2L * log.length * 9 / 10 * 5 / 4 / Math.max(1, cuts));
    Thread.ofVirtual().name("cut log").start(this::serve);
  }

  private byte[] written(int lines) {
    var out = new ByteArrayOutputStream(lines * 64);
    int nano = 0;
    int burst = 0;
    for (int i = 0; i < lines; i++, burst--) {
      if (i % LINES_IN_SECOND == 0) {
        nano = random.nextInt(1_000);
        burst = 0;
      }
      if (burst <= 0) {
        burst = 1 + random.nextInt(MOST_IN_BURST);
        nano += 1 + random.nextInt(400_000);
      }
      starts[i] = out.size();
      out.writeBytes(goTime(BEGIN.plusSeconds(i / LINES_IN_SECOND).plusNanos(nano)));
      texts[i] = out.size();
      out.writeBytes((i + 1 + " " + "x".repeat(random.nextInt(24)) + "\n").getBytes(US_ASCII));
    }
    starts[lines] = out.size();
    return out.toByteArray();
  }

  /** Go leaves out zeros at the end of the fraction. */
  private static byte[] goTime(Instant time) {
    String fraction = "%09d".formatted(time.getNano()).replaceAll("0+$", "");
    String second = time.toString().substring(0, 19);
    return (second + (fraction.isEmpty() ? "" : "." + fraction) + "Z ").getBytes(US_ASCII);
  }

  /** Whether this is what the container printed as its so manieth line, from 0. */
  boolean isLine(int index, byte[] text) {
    return index < texts.length
        && Arrays.equals(text, 0, text.length, log, texts[index], starts[index + 1] - 1);
  }

  /** So many cuts are still to come. */
  int cutsLeft() {
    return cutsLeft;
  }

  /** How often it sent the log, in all. */
  double timesSent() {
    return (double) sent / log.length;
  }

  /** A file that says where it is. */
  Path kubeconfig() throws IOException {
    Path file = Files.createTempFile("bench", ".kubeconfig");
    return Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: stub
        contexts: [{name: stub, context: {cluster: stub, user: stub}}]
        clusters: [{name: stub, cluster: {server: 'http://127.0.0.1:%d'}}]
        users: [{name: stub, user: {}}]
        """
            .formatted(server.getLocalPort()));
  }

  /** One at a time, as who reads it has one stream. */
  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        answer(socket);
      } catch (IOException gone) {
        // Cut here, or closed there: the next one comes.
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    String asked = String.valueOf(in.readLine());
    String header = in.readLine();
    while (header != null && !header.isEmpty()) {
      header = in.readLine();
    }
    int from = start(asked);
    var out = new Answer(socket, cutAfter(from));
    out.write(HEAD);
    for (int at = from; at < log.length; at += CHUNK) {
      int size = Math.min(CHUNK, log.length - at);
      out.write((Integer.toHexString(size) + "\r\n").getBytes(US_ASCII));
      furthest = Math.max(furthest, at + Math.min(size, out.left()));
      out.write(log, at, size);
      out.write("\r\n".getBytes(US_ASCII));
    }
    if (asked.contains("follow=true")) {
      whenThrough.run();
    }
    out.write("0\r\n\r\n".getBytes(US_ASCII));
  }

  /** From the beginning of a second. */
  private int start(String asked) {
    Matcher since = SINCE.matcher(asked);
    if (!since.find()) {
      return 0;
    }
    Instant time = Instant.parse(since.group(1).replace("%3A", ":"));
    long line = LINES_IN_SECOND * (time.getEpochSecond() - BEGIN.getEpochSecond());
    return starts[Math.clamp(line, 0, texts.length)];
  }

  /** Mostly a bit after what was sent before, else anywhere before, the answer's head included. */
  private int cutAfter(int from) {
    if (cutsLeft == 0) {
      return Integer.MAX_VALUE;
    }
    int known = HEAD.length + (int) ((furthest - from) * (1 + 8.0 / CHUNK));
    return random.nextInt(5) == 0
        ? random.nextInt(known)
        : known + random.nextInt(Math.max(1, progress));
  }

  /** What is sent until it is cut. */
  private final class Answer extends OutputStream {
    private final Socket socket;
    private final OutputStream out;
    private int left;

    Answer(Socket socket, int left) throws IOException {
      this.socket = socket;
      this.out = socket.getOutputStream();
      this.left = left;
    }

    int left() {
      return left;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one});
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int some = Math.min(left, length);
      out.write(bytes, from, some);
      sent += some;
      left -= some;
      if (some < length) {
        cutsLeft--;
        // Politely, or so that also what was on its way is lost.
        socket.setSoLinger(random.nextBoolean(), 0);
        throw new IOException("cut");
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
