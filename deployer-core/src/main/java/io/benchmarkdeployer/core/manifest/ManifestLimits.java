package io.benchmarkdeployer.core.manifest;

/**
 * How much a manifest may be. Reading stops at once where a limit is passed, so that neither time
 * nor memory goes beyond it (463 bytes of aliases can stand for a gigabyte).
 *
 * @param bytes of the text in UTF-8; more is {@link ManifestReading.TooLarge}
 * @param documents that hold something
 * @param depth of nested maps and sequences
 * @param nodes values of all documents together, aliases, merges and lists counted as often as they
 *     stand
 * @param expandedCharacters UTF-16 characters of all keys and values together, counted the same way
 */
public record ManifestLimits(
    int bytes, int documents, int depth, int nodes, int expandedCharacters) {
  public static final ManifestLimits DEFAULT =
      new ManifestLimits(1 << 20, 100, 64, 100_000, 4 << 20);
  private static final int DEEPEST = 500;

  public ManifestLimits {
    if (Math.min(Math.min(bytes, documents), Math.min(nodes, expandedCharacters)) < 1) {
      throw new IllegalArgumentException("limits of a manifest must be at least 1");
    }
    if (depth < 1 || depth > DEEPEST) {
      throw new IllegalArgumentException("depth must be 1 to " + DEEPEST + ": reading recurses");
    }
  }
}
