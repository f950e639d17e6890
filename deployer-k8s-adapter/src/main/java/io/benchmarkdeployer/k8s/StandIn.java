package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.ResourceRef;
import java.util.concurrent.ThreadLocalRandom;

/** The same object under a name that nobody has: what its own name would do if it were free. */
final class StandIn {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final String DIGITS = "0123456789";
  private static final int MOST_CHANGED = 12;

  private StandIn() {}

  static DesiredObject of(DesiredObject desired) {
    ResourceRef ref = desired.ref();
    String name = similar(ref.name());
    return new DesiredObject(
        new ResourceRef(ref.kind(), ref.namespace(), name),
        desired.content().withAt(Json.text(name), "metadata", "name").objectAt());
  }

  /** As long, and letters where letters are: kinds have rules for both. */
  private static String similar(String name) {
    var similar = new StringBuilder(name);
    for (int i = Math.max(0, name.length() - MOST_CHANGED); i < name.length(); i++) {
      similar.setCharAt(i, similar(name.charAt(i)));
    }
    return similar.toString();
  }

  private static char similar(char c) {
    if (Character.isLetter(c)) {
      return LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length()));
    }
    return Character.isDigit(c)
        ? DIGITS.charAt(ThreadLocalRandom.current().nextInt(DIGITS.length()))
        : c;
  }
}
