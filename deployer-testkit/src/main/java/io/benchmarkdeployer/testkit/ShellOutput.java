package io.benchmarkdeployer.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where a program of a scripted shell prints: to the terminal, or into one that sums it up. */
interface ShellOutput {

  /** The text as it goes there. */
  default byte[] ready(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /** The array is not changed afterwards. */
  void put(byte[] ready) throws ShellSignal, InterruptedException;

  default void print(String text) throws ShellSignal, InterruptedException {
    put(ready(text));
  }

  /** The terminal, which ends its lines in its own way. */
  record ToTerminal(Tty tty) implements ShellOutput {
    @Override
    public byte[] ready(String text) {
      return (tty.isRaw() ? text : text.replace("\n", "\r\n")).getBytes(ISO_8859_1);
    }

    @Override
    public void put(byte[] ready) throws ShellSignal, InterruptedException {
      tty.print(ready);
    }
  }

  /** {@code sha256sum} and {@code wc -c}. */
  final class Sum implements ShellOutput {
    private final MessageDigest digest = sha256();
    private final boolean counts;
    private long bytes;

    Sum(String program) {
      this.counts = program.equals("wc");
    }

    static boolean isSum(String program) {
      return program.equals("sha256sum") || program.equals("wc");
    }

    @Override
    public void put(byte[] ready) {
      digest.update(ready);
      bytes += ready.length;
    }

    String result() {
      return counts ? bytes + "\n" : HexFormat.of().formatHex(digest.digest()) + "  -\n";
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException never) {
        throw new IllegalStateException(never);
      }
    }
  }
}
