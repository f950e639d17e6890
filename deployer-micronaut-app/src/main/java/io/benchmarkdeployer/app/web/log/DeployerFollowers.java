package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.usecase.LogFollower;
import io.benchmarkdeployer.core.usecase.LogQuery;
import io.micronaut.context.annotation.Secondary;
import jakarta.inject.Singleton;

/** The logs of the deployer. A test may put a script in its place. */
@Singleton
@Secondary
final class DeployerFollowers implements Followers {
  private final Deployer deployer;

  DeployerFollowers(Deployer deployer) {
    this.deployer = deployer;
  }

  @Override
  public LogFollower follow(LogQuery query) {
    return deployer.followLog().run(query);
  }
}
