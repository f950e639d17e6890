package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.app.web.Parameters;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.usecase.SessionRequest;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;

/** Which terminal is wanted; what is empty counts as absent. */
@Serdeable
@Schema(name = "TerminalRequest", description = "Which terminal is wanted.")
record TerminalBody(
    @Schema(
            type = "string",
            nullable = true,
            description = "The job; where the path names it, the same or nothing.",
            example = "test-job")
        Optional<String> jobName,
    @Schema(
            type = "string",
            nullable = true,
            description = "Null or absent for the default one.",
            example = "default")
        Optional<String> namespace,
    @Schema(
            type = "string",
            nullable = true,
            description = "Null or absent for the newest pod that runs.")
        Optional<String> podName,
    @Schema(
            type = "string",
            nullable = true,
            description = "Null or absent for the pod's default container.")
        Optional<String> containerName,
    @Schema(
            type = "string",
            nullable = true,
            description =
                "One of the allowed shells, by name or by path. Where the container lacks it, the"
                    + " next best runs.",
            defaultValue = "/bin/bash")
        Optional<String> shell,
    @Schema(
            nullable = true,
            description = "Whether those who join while somebody is attached may only look.",
            type = "boolean",
            defaultValue = "false")
        Optional<Boolean> readOnly) {

  TerminalBody {
    jobName = filled(jobName);
    namespace = filled(namespace);
    podName = filled(podName);
    containerName = filled(containerName);
    shell = filled(shell);
  }

  private static Optional<String> filled(Optional<String> value) {
    return value.filter(text -> !text.isBlank());
  }

  /** Both together; what both say must be the same. */
  TerminalBody and(TerminalBody other) {
    return new TerminalBody(
        one("job_name", jobName, other.jobName),
        one("namespace", namespace, other.namespace),
        one("pod_name", podName, other.podName),
        one("container_name", containerName, other.containerName),
        one("shell", shell, other.shell),
        one("read_only", readOnly, other.readOnly));
  }

  private static <T> Optional<T> one(String name, Optional<T> here, Optional<T> there) {
    if (here.isPresent() && there.isPresent() && !here.equals(there)) {
      throw Parameters.wrong(name, "is one thing in the address and another in the body");
    }
    return here.or(() -> there);
  }

  SessionRequest request(String defaultNamespace, Caller caller) {
    return new SessionRequest(
        namespace.orElse(defaultNamespace),
        Parameters.required("job_name", jobName),
        podName,
        containerName,
        shell,
        readOnly.orElse(false),
        caller);
  }
}
