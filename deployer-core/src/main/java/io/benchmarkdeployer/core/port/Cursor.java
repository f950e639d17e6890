package io.benchmarkdeployer.core.port;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.Problem;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A place in the order of deployments by {@code createdAt}, then id: for the stores, so that all of
 * them page alike. Greater is newer.
 *
 * @param text opaque to clients and fit for a URL; compared character by character it has the order
 *     of the deployments, so a database can sort and look up by it
 */
public record Cursor(String text) implements Comparable<Cursor> {
  private static final Pattern RULE = Pattern.compile("[0-9]{26}_[-_.A-Za-z0-9]{1,63}");

  /** The place of this deployment. */
  public static Cursor of(Deployment deployment) {
    Instant at = deployment.createdAt();
    long seconds = at.getEpochSecond() - Instant.MIN.getEpochSecond();
    return new Cursor("%017d%09d_%s".formatted(seconds, at.getNano(), deployment.id()));
  }

  /**
   * The cursor that a client sent back.
   *
   * @throws RejectedException where it is none of ours
   */
  public static Cursor parse(String sent) {
    if (!RULE.matcher(sent).matches()) {
      throw new RejectedException(
          RejectedException.By.READER,
          "the cursor can't be read: begin again with the first page",
          List.of(Problem.at("cursor", "take it from the page before, as it is")));
    }
    return new Cursor(sent);
  }

  @Override
  public int compareTo(Cursor other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
