package io.benchmarkdeployer.core.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * How entries are packed: a byte that names the form, then, deflated where that is worth it, the
 * sources, then the entries. Each entry is its source, its kind, its time and its bytes; numbers
 * are not written, they are in a row.
 */
final class LogPacking {
  private static final int PLAIN = 1;
  private static final int DEFLATED = 2;
  private static final int WORTH_IT = 256;

  private static final int LINE = 0;
  private static final int OPEN_LINE = 1;
  private static final int GAP = 2;
  private static final int LONGEST = 1 << 26;

  private LogPacking() {}

  static byte[] pack(List<LogEntry> entries) {
    try {
      byte[] plain = written(entries);
      return plain.length < WORTH_IT ? formed(PLAIN, plain) : formed(DEFLATED, deflated(plain));
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
      out.writeUTF(source.pod());
      out.writeUTF(source.podUid().value());
      out.writeUTF(source.container());
      out.writeInt(source.attempt());
    }
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

  static List<LogEntry> unpack(byte[] packed, long first) {
    try (var in = new DataInputStream(content(packed))) {
      LogSource[] sources = readSources(in);
      int count = in.readInt();
      var entries = new ArrayList<LogEntry>(Math.min(count, LogSegment.MOST_ENTRIES));
      for (int i = 0; i < count; i++) {
        entries.add(read(in, sources, first + i));
      }
      return entries;
    } catch (IOException | IndexOutOfBoundsException broken) {
      throw new IllegalArgumentException("a segment of a log can't be read", broken);
    }
  }

  private static InputStream content(byte[] packed) throws IOException {
    var bytes = new ByteArrayInputStream(packed, 1, Math.max(0, packed.length - 1));
    return switch (packed.length == 0 ? 0 : packed[0]) {
      case PLAIN -> bytes;
      case DEFLATED -> new InflaterInputStream(bytes);
      default -> throw new IOException("an unknown form");
    };
  }

  private static LogSource[] readSources(DataInputStream in) throws IOException {
    var sources = new LogSource[in.readUnsignedShort()];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = new LogSource(in.readUTF(), new Uid(in.readUTF()), in.readUTF(), in.readInt());
    }
    return sources;
  }

  private static LogEntry read(DataInputStream in, LogSource[] sources, long sequence)
      throws IOException {
    LogSource source = sources[in.readUnsignedShort()];
    int kind = in.readByte();
    Instant at = Instant.ofEpochSecond(in.readLong(), in.readInt());
    byte[] bytes = readBytes(in);
    return switch (kind) {
      case LINE, OPEN_LINE -> new LogEntry.Line(sequence, source, at, bytes, kind == LINE);
      case GAP -> new LogEntry.Gap(sequence, source, at, new String(bytes, UTF_8));
      default -> throw new IOException("an unknown kind of entry");
    };
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException("an entry of " + length + " bytes");
    }
    var bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
