package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.DnsName;
import io.benchmarkdeployer.core.model.Policy;
import io.benchmarkdeployer.core.model.Problem;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.RejectedException;
import java.util.ArrayList;
import java.util.List;

/** Turns the names in a request into a job's reference, or says what is wrong with them. */
final class JobNames {
  private final Policy policy;

  JobNames(Policy policy) {
    this.policy = policy;
  }

  ResourceRef ref(String namespace, String job) {
    var problems = new ArrayList<Problem>();
    DnsName.problemOfNamespace(namespace)
        .ifPresent(wrong -> problems.add(Problem.at("namespace", "namespace " + wrong)));
    DnsName.problemOfName(job)
        .ifPresent(wrong -> problems.add(Problem.at("job_name", "job_name " + wrong)));
    refuse(problems);
    policy
        .refusalOf(namespace)
        .ifPresent(
            rule -> {
              throw new ForbiddenException(
                  "Not allowed here: " + rule, List.of(Problem.at("namespace", rule)));
            });
    return ResourceRef.job(namespace, job);
  }

  private static void refuse(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new RejectedException(
          RejectedException.By.READER, problems.getFirst().message(), problems);
    }
  }
}
