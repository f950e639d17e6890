package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.port.NotFoundException;
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

  /** Of what is there now there must be something: half an answer would be too late to say so. */
  @Override
  public LogFollower follow(LogQuery query) {
    if (!query.follow() && deployer.log(query.namespace(), query.job()).isEmpty()) {
      throw new NotFoundException("There is no log of job " + query.job() + " yet");
    }
    return deployer.followLog().run(query);
  }
}
