package io.benchmarkdeployer.mongo;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Action;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.ResourceRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deployments to put on record. */
final class Deployments {
  private Deployments() {}

  static Deployment pending(String id) {
    return pending(id, "kind: Job\n", planned());
  }

  static Deployment pending(String id, String yaml, DeployedResource... resources) {
    return new Deployment(
        new DeploymentId(id),
        0,
        DeploymentState.PENDING,
        Optional.empty(),
        "default",
        yaml,
        List.of(resources),
        Instant.parse("2026-03-01T12:00:00.123456789Z"),
        Caller.ANONYMOUS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static DeployedResource planned() {
    return DeployedResource.planned(
        ResourceRef.job("default", "test-job"), Action.CREATE, Optional.empty());
  }
}
