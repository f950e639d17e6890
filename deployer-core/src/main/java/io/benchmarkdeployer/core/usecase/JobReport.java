package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import java.util.List;

/**
 * A job as the cluster has just told it.
 *
 * @param pods the pods that it controls, oldest first
 */
public record JobReport(LiveObject job, WorkloadStatus status, List<Pod> pods) {
  public JobReport {
    pods = List.copyOf(pods);
  }

  /** Whether both are of one job, not of two with one name. */
  boolean isOfSameJob(JobReport other) {
    return job.uid().equals(other.job().uid());
  }
}
