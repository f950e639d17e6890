package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong, bounded: a hostile text can hold a problem every few bytes. */
final class Problems {
  private static final int MOST = 200;
  private final List<Problem> found = new ArrayList<>();
  private boolean more;

  void add(int document, Path path, Place place, String message) {
    if (found.size() < MOST) {
      found.add(
          new Problem(document, path.textWithoutData(), message, place.line(), place.column()));
    } else {
      more = true;
    }
  }

  /** About the whole text. */
  void add(String message) {
    found.add(new Problem(0, "", message, 0, 0));
  }

  boolean none() {
    return found.isEmpty();
  }

  boolean full() {
    return more;
  }

  List<Problem> inOrder() {
    var sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
    if (more) {
      sorted.add(new Problem(0, "", "there are more problems: mend these first", 0, 0));
    }
    return sorted;
  }
}
