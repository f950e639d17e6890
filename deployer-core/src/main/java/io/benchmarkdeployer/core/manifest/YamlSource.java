package io.benchmarkdeployer.core.manifest;

import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * The text of a document, looked at where kubectl is stricter than SnakeYAML or ends a scalar
 * elsewhere.
 */
final class YamlSource {
  private static final String BREAKS = "\n\r\u0085\u2028\u2029";
  private final int[] text;

  /** Of the code points that the events' marks count. */
  YamlSource(int[] text) {
    this.text = text;
  }

  /**
   * The text of a plain scalar.
   *
   * @param indent the column, from 0, of the block that it stands in; -1 for none
   * @throws YamlScalars.Unfit where kubectl reads another text, or refuses it
   */
  String plain(ScalarEvent scalar, int indent) {
    int end = scalar.getEndMark().getIndex();
    checkTabs(scalar.getStartMark().getIndex(), end, indent);
    checkColon(end);
    return scalar.getValue();
  }

  /** A scalar looks for its end through the space that follows it. */
  private void checkTabs(int start, int end, int indent) {
    int column = Integer.MAX_VALUE;
    for (int i = start; i < text.length && (i < end || isBlank(i)); i++) {
      if (isBreak(i)) {
        column = 0;
      } else if (text[i] == '\t' && column <= indent) {
        throw new YamlScalars.Unfit(
            "is followed by a line that begins with a tab: indent with spaces");
      } else {
        column = text[i] == ' ' && column != Integer.MAX_VALUE ? column + 1 : Integer.MAX_VALUE;
      }
    }
  }

  /** In flow style kubectl takes the colon of <code>{a:}</code> for a part of the text. */
  private void checkColon(int end) {
    int next = end;
    while (next < text.length && isBlank(next)) {
      next++;
    }
    boolean colon = next < text.length && text[next] == ':';
    if (colon && next + 1 < text.length && !isBlank(next + 1)) {
      throw new YamlScalars.Unfit("needs a space after the ':' that follows it");
    }
  }

  /** Whether a colon follows the key that ends there, as it must before a value. */
  boolean hasColon(int end) {
    int next = end;
    while (next < text.length && (isBlank(next) || text[next] == '#')) {
      next = text[next] == '#' ? endOfLine(next) : next + 1;
    }
    return next < text.length && text[next] == ':';
  }

  private int endOfLine(int from) {
    int end = from;
    while (end < text.length && !isBreak(end)) {
      end++;
    }
    return end;
  }

  private boolean isBlank(int i) {
    return text[i] == ' ' || text[i] == '\t' || isBreak(i);
  }

  private boolean isBreak(int i) {
    return BREAKS.indexOf(text[i]) >= 0;
  }
}
