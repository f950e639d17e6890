package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.core.usecase.LogFollower;
import io.benchmarkdeployer.core.usecase.LogQuery;

/** Begins to follow logs. */
@FunctionalInterface
interface Followers {

  /** See {@link io.benchmarkdeployer.core.usecase.FollowLog#run}. */
  LogFollower follow(LogQuery query);
}
