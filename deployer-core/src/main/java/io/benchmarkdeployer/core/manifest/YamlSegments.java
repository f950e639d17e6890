package io.benchmarkdeployer.core.manifest;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text where kubectl does, before any YAML is looked at: at lines that begin with {@code
 * ---} and go on with nothing but space or a comment ({@code YAMLReader} in {@code
 * k8s.io/apimachinery/pkg/util/yaml}).
 */
final class YamlSegments {
  private static final String SEPARATOR = "---";
  private final String text;
  private final Problems problems;
  private final List<Segment> segments = new ArrayList<>();
  private String separator = "";
  private int bodyStart;
  private int bodyLine = 1;

  private YamlSegments(String text, Problems problems) {
    this.text = text;
    this.problems = problems;
  }

  static List<Segment> of(String text, Problems problems) {
    var cutting = new YamlSegments(text, problems);
    cutting.cut();
    return cutting.segments;
  }

  private void cut() {
    int line = 1;
    for (int start = 0; start < text.length(); line++) {
      int end = endOfLine(start);
      if (text.startsWith(SEPARATOR, start)) {
        separate(start, end, line);
      }
      start = end;
    }
    segments.add(new Segment(separator, text.substring(bodyStart), bodyLine));
  }

  private int endOfLine(int start) {
    int feed = text.indexOf('\n', start);
    return feed < 0 ? text.length() : feed + 1;
  }

  private void separate(int start, int end, int line) {
    segments.add(new Segment(separator, text.substring(bodyStart, start), bodyLine));
    separator = text.substring(start, end);
    bodyStart = end;
    bodyLine = line + 1;
    var rest = separator.substring(SEPARATOR.length()).strip();
    if (!rest.isEmpty() && rest.charAt(0) != '#') {
      problems.add(
          0,
          Path.root(),
          new Place(line, SEPARATOR.length() + 1),
          "after --- only a comment may stand on the line: begin the document on the next one");
    }
  }
}
