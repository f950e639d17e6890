package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.Problem;
import java.util.List;

/** What came of reading a text: a {@link Manifest}, or why there is none. */
public sealed interface ManifestReading permits Manifest, ManifestReading.Refused {

  /** There is no manifest; no message holds a value from the text. */
  sealed interface Refused extends ManifestReading {}

  /**
   * The text is wrong.
   *
   * @param problems all that was found (the first 200), in the order of the text; never empty
   */
  record Unreadable(List<Problem> problems) implements Refused {
    public Unreadable {
      problems = List.copyOf(problems);
    }
  }

  /** The text has more bytes than {@link ManifestLimits#bytes()}; nothing of it was looked at. */
  record TooLarge(String message) implements Refused {}
}
