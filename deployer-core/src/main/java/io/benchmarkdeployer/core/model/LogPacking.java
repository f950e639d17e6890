package io.benchmarkdeployer.core.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/**
 * How entries are packed: a byte that names the form, then, deflated where that makes it smaller,
 * the sources, then the entries. Each entry is its source, its kind, its time and its bytes;
 * numbers are not written, they are in a row.
 *
 * <p>Unpacking takes no more memory than the segment says of itself, and never more than {@link
 * LogSegment#MOST_BYTES}, whatever the bytes are.
 */
final class LogPacking {
  private static final int PLAIN = 1;
  private static final int DEFLATED = 2;
  private static final int WORTH_IT = 256;

  private static final int LINE = 0;
  private static final int OPEN_LINE = 1;
  private static final int GAP = 2;

  /** What is written of an entry besides its bytes: source, kind, time, length. */
  private static final int ENTRY = 2 + 1 + 8 + 4 + 4;

  /** The longest names of a source, all in all: those of a cluster are a third of it. */
  private static final int LONGEST_NAMES = 1024;

  /** What is written of a source at most: three lengths and the attempt are the rest. */
  private static final int LONGEST_SOURCE = LONGEST_NAMES + 3 * 2 + 4;

  /** How many sources and how many entries. */
  private static final int COUNTS = 2 + 4;

  private LogPacking() {}

  static byte[] pack(List<LogEntry> entries) {
    try {
      byte[] plain = written(entries);
      byte[] deflated = plain.length < WORTH_IT ? plain : deflated(plain);
      return deflated.length < plain.length ? formed(DEFLATED, deflated) : formed(PLAIN, plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static byte[] formed(int form, byte[] content) {
    var formed = new byte[1 + content.length];
    formed[0] = (byte) form;
    System.arraycopy(content, 0, formed, 1, content.length);
    return formed;
  }

  private static byte[] deflated(byte[] plain) throws IOException {
    var deflater = new Deflater(Deflater.BEST_SPEED);
    var bytes = new ByteArrayOutputStream(plain.length / 4);
    try (var out = new DeflaterOutputStream(bytes, deflater, 8192)) {
      out.write(plain);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static byte[] written(List<LogEntry> entries) throws IOException {
    var bytes = new ByteArrayOutputStream(entries.size() * 64);
    var out = new DataOutputStream(bytes);
    Map<LogSource, Integer> sources = sourcesOf(entries);
    writeSources(out, sources);
    out.writeInt(entries.size());
    long expected = entries.getFirst().sequence();
    for (LogEntry entry : entries) {
      if (entry.sequence() != expected) {
        throw new IllegalArgumentException("entries are not in a row at " + entry);
      }
      write(out, sources, entry);
      if (bytes.size() > LogSegment.MOST_BYTES) {
        throw new IllegalArgumentException("entries of so many bytes are no segment");
      }
      expected++;
    }
    return bytes.toByteArray();
  }

  private static Map<LogSource, Integer> sourcesOf(List<LogEntry> entries) {
    var sources = new LinkedHashMap<LogSource, Integer>();
    entries.forEach(entry -> sources.putIfAbsent(sourceOf(entry), sources.size()));
    return sources;
  }

  private static LogSource sourceOf(LogEntry entry) {
    return switch (entry) {
      case LogEntry.Line line -> line.source();
      case LogEntry.Gap gap -> gap.source();
      case LogEntry.Truncated cut -> throw new IllegalArgumentException("a cut is not packed");
    };
  }

  private static void writeSources(DataOutputStream out, Map<LogSource, Integer> sources)
      throws IOException {
    out.writeShort(sources.size());
    for (LogSource source : sources.keySet()) {
      requireShortNames(source);
      out.writeUTF(source.pod());
      out.writeUTF(source.podUid().value());
      out.writeUTF(source.container());
      out.writeInt(source.attempt());
    }
  }

  private static void requireShortNames(LogSource source) {
    int length = bytes(source.pod()) + bytes(source.podUid().value()) + bytes(source.container());
    if (length > LONGEST_NAMES) {
      throw new IllegalArgumentException("the names of a source are " + length + " bytes long");
    }
  }

  /** As {@link DataOutputStream#writeUTF} writes it, which is three bytes a char at most. */
  private static int bytes(String name) {
    return name.chars().map(c -> c != 0 && c < 0x80 ? 1 : c < 0x800 ? 2 : 3).sum();
  }

  private static void write(DataOutputStream out, Map<LogSource, Integer> sources, LogEntry entry)
      throws IOException {
    out.writeShort(sources.getOrDefault(sourceOf(entry), 0));
    switch (entry) {
      case LogEntry.Line line ->
          write(out, line.ended() ? LINE : OPEN_LINE, line.at(), line.bytes());
      case LogEntry.Gap gap -> write(out, GAP, gap.at(), gap.why().getBytes(UTF_8));
      case LogEntry.Truncated cut -> throw new IllegalArgumentException("a cut is not packed");
    }
  }

  private static void write(DataOutputStream out, int kind, Instant at, byte[] bytes)
      throws IOException {
    out.writeByte(kind);
    out.writeLong(at.getEpochSecond());
    out.writeInt(at.getNano());
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static List<LogEntry> unpack(LogSegment segment) {
    try {
      byte[] plain = plain(segment);
      var in = new DataInputStream(new ByteArrayInputStream(plain));
      List<LogEntry> entries = read(in, segment);
      require(in.available() == 0, "more bytes than entries");
      require(sizeOf(entries) == segment.size(), "not of the size that it says");
      return entries;
    } catch (IOException | DataFormatException | DateTimeException | ArithmeticException broken) {
      throw new IllegalArgumentException("a segment of a log can't be read", broken);
    }
  }

  private static long sizeOf(List<LogEntry> entries) {
    return entries.stream().mapToLong(LogEntry::size).sum();
  }

  private static void require(boolean fine, String otherwise) {
    if (!fine) {
      throw new IllegalArgumentException("a segment of a log can't be read: " + otherwise);
    }
  }

  private static byte[] plain(LogSegment segment) throws DataFormatException {
    byte[] packed = segment.packed();
    return switch (packed.length == 0 ? 0 : packed[0]) {
      case PLAIN -> Arrays.copyOfRange(packed, 1, packed.length);
      case DEFLATED -> inflated(packed, segment);
      default -> throw new IllegalArgumentException("a segment of a log is of an unknown form");
    };
  }

  /** Into an array of the size that a segment of one source has, or up to one of many. */
  private static byte[] inflated(byte[] packed, LogSegment segment) throws DataFormatException {
    var inflater = new Inflater();
    try {
      inflater.setInput(packed, 1, packed.length - 1);
      long most = mostPlain(segment);
      var plain = new byte[(int) Math.min(most, likelyPlain(segment, packed.length))];
      int length = 0;
      while (!inflater.finished()) {
        if (length == plain.length) {
          require(length < most, "it is larger than it says");
          plain = Arrays.copyOf(plain, (int) Math.min(most, 2L * length));
        }
        int more = inflater.inflate(plain, length, plain.length - length);
        require(more > 0 || inflater.finished(), "it is cut off");
        length += more;
      }
      require(inflater.getRemaining() == 0, "more bytes than were packed");
      return Arrays.copyOf(plain, length);
    } finally {
      inflater.end();
    }
  }

  /** And one more: a full array tells nothing of the end. */
  private static long mostPlain(LogSegment segment) {
    long sources = segment.count() * LONGEST_SOURCE;
    return Math.min(LogSegment.MOST_BYTES, written(segment) + sources) + 1;
  }

  /** No deflated byte becomes more than 1,032 (zlib, "Technical Details"). */
  private static long likelyPlain(LogSegment segment, int packed) {
    return Math.min(written(segment) + LONGEST_SOURCE, 1_032L * packed);
  }

  private static long written(LogSegment segment) {
    return Math.min(LogSegment.MOST_BYTES, segment.size()) + segment.count() * ENTRY + COUNTS;
  }

  private static List<LogEntry> read(DataInputStream in, LogSegment segment) throws IOException {
    LogSource[] sources = readSources(in);
    int count = in.readInt();
    require(count == segment.count(), "not as many entries as it says");
    var entries = new ArrayList<LogEntry>(count);
    for (int i = 0; i < count; i++) {
      entries.add(read(in, sources, segment.first() + i));
    }
    return entries;
  }

  private static LogSource[] readSources(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    require(count > 0 && count <= LogSegment.MOST_ENTRIES, "it has " + count + " sources");
    var sources = new LogSource[count];
    for (int i = 0; i < count; i++) {
      sources[i] = new LogSource(in.readUTF(), new Uid(in.readUTF()), in.readUTF(), in.readInt());
    }
    return sources;
  }

  private static LogEntry read(DataInputStream in, LogSource[] sources, long sequence)
      throws IOException {
    int place = in.readUnsignedShort();
    require(place < sources.length, "an entry of no source");
    LogSource source = sources[place];
    int kind = in.readByte();
    Instant at = Instant.ofEpochSecond(in.readLong(), in.readInt());
    byte[] bytes = readBytes(in);
    return switch (kind) {
      case LINE, OPEN_LINE -> new LogEntry.Line(sequence, source, at, bytes, kind == LINE);
      case GAP -> new LogEntry.Gap(sequence, source, at, new String(bytes, UTF_8));
      default -> throw new IllegalArgumentException("an entry of a log is of an unknown kind");
    };
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    require(length >= 0 && length <= in.available(), "an entry is cut off");
    var bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
