package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.port.ConflictException;
import java.util.List;

/** Deletes one job by its name. */
public final class DeleteJob {
  private final JobNames names;
  private final DeleteObjects objects;

  DeleteJob(JobNames names, DeleteObjects objects) {
    this.names = names;
    this.objects = objects;
  }

  /**
   * On return the cluster has taken the job's deletion up, or said that there is none. A deployment
   * that consists of this job alone is deleted with it.
   *
   * @return whether there was such a job
   * @throws ConflictException where the job is not ours
   */
  public boolean run(String namespace, String job, Caller caller) {
    return !objects.run(List.of(names.ref(namespace, job)), caller).deleted().isEmpty();
  }
}
