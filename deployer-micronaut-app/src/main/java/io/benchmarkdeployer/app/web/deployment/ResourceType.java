package io.benchmarkdeployer.app.web.deployment;

import io.benchmarkdeployer.core.model.Kind;
import java.util.Map;

/** The wire's own few words for kinds. */
final class ResourceType {
  private static final Map<String, String> WORDS =
      Map.of(
          "batch/Job", "job",
          "apps/Deployment", "deployment",
          "/Service", "service",
          "/ConfigMap", "configmap",
          "/Secret", "secret");

  private ResourceType() {}

  static String of(Kind kind) {
    return WORDS.getOrDefault(kind.group() + "/" + kind.name(), "unknown");
  }
}
