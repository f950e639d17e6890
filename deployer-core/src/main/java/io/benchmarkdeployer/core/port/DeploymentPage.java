package io.benchmarkdeployer.core.port;

import io.benchmarkdeployer.core.model.Deployment;
import java.util.List;
import java.util.Optional;

/**
 * A page of deployments.
 *
 * @param next the cursor of the next page, opaque and fit for a URL; empty at the end. A cursor
 *     that the store can't read is a {@link RejectedException}. Deployments made or deleted between
 *     two pages neither repeat others nor hide them.
 */
public record DeploymentPage(List<Deployment> deployments, Optional<String> next) {
  public DeploymentPage {
    deployments = List.copyOf(deployments);
  }
}
