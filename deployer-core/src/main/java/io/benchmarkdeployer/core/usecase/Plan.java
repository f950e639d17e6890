package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.LiveObject;
import java.util.List;
import java.util.Optional;

/**
 * What a deployment will do to the cluster, in the order in which it will; checked by us and by the
 * cluster, nothing done yet.
 *
 * @param namespace that of documents that name none
 * @param yaml the manifest, masked
 */
public record Plan(DeploymentId id, String namespace, String yaml, List<Step> steps) {
  public Plan {
    steps = List.copyOf(steps);
  }

  /** The resources as planned, none of them touched. */
  public List<DeployedResource> resources() {
    return steps.stream().map(Step::resource).toList();
  }

  /**
   * One object of it.
   *
   * @param live what is there under that name now, if anything
   */
  public record Step(
      DesiredObject desired, DeployedResource.Action action, Optional<LiveObject> live) {

    DeployedResource resource() {
      return DeployedResource.planned(desired.ref(), action, live);
    }
  }
}
