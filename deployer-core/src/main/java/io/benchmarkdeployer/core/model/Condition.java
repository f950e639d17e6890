package io.benchmarkdeployer.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A condition of an object (Kubernetes API conventions, "Typical status properties").
 *
 * @param holds whether its status is {@code True}
 * @param reason its one-word reason; may be empty
 * @param message its words; may be empty
 */
public record Condition(
    String type, boolean holds, String reason, String message, Optional<Instant> since) {

  /** The conditions in this object's status. */
  static List<Condition> of(Json.Obj object) {
    return object.itemsAt("status", "conditions").stream().map(Condition::from).toList();
  }

  private static Condition from(Json condition) {
    return new Condition(
        condition.textAt("type").orElse(""),
        condition.textAt("status").filter("True"::equals).isPresent(),
        condition.textAt("reason").orElse(""),
        condition.textAt("message").orElse(""),
        Instants.at(condition, "lastTransitionTime"));
  }
}
