package io.benchmarkdeployer.k8s;

import java.nio.charset.StandardCharsets;
import okio.Buffer;
import okio.ByteString;

/**
 * Finds, and takes out, the word by which a shell says that it runs. The word may come split over
 * any number of frames, and amid whatever else is printed.
 */
final class Sentinel {
  private final byte[] word;

  /** How much of the word was seen last. */
  private int seen;

  /**
   * @param word its first character is nowhere else in it
   */
  Sentinel(String word) {
    this.word = word.getBytes(StandardCharsets.UTF_8);
  }

  boolean isFound() {
    return seen == word.length;
  }

  /** The frame without what belongs to the word, and with what was held back of earlier ones. */
  ByteString without(ByteString frame) {
    var rest = new Buffer().writeByte(frame.getByte(0));
    for (int i = 1; i < frame.size(); i++) {
      if (isFound()) {
        return rest.write(frame, i, frame.size() - i).readByteString();
      }
      add(frame.getByte(i), rest);
    }
    return rest.readByteString();
  }

  private void add(byte next, Buffer rest) {
    if (next == word[seen]) {
      seen++;
      return;
    }
    rest.write(word, 0, seen);
    seen = next == word[0] ? 1 : 0;
    if (seen == 0) {
      rest.writeByte(next);
    }
  }
}
