package io.benchmarkdeployer.core.model;

/**
 * One thing that is wrong with what somebody sent, and where.
 *
 * @param document which document of the manifest, from 1; 0 where it is about the whole text
 * @param path where in the document, as {@code spec.template.spec.containers[0].image}; empty for
 *     the whole
 * @param message what is wrong and what would be right; never a value of a Secret
 * @param line line in the text as it was sent, from 1; 0 where unknown
 * @param column column in that line, from 1; 0 where unknown
 */
public record Problem(int document, String path, String message, int line, int column) {
  /** A problem that has no place in a text. */
  public static Problem at(String path, String message) {
    return new Problem(0, path, message, 0, 0);
  }

  /** The message after its path, for a sentence that stands alone. */
  public String text() {
    return path.isEmpty() || message.startsWith(path) ? message : path + ": " + message;
  }
}
