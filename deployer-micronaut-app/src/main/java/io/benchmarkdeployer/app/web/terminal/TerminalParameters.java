package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.app.web.Parameters;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;

/** Which terminal is wanted, by the address. */
@Introspected
record TerminalParameters(
    @QueryValue("namespace")
        @Parameter(
            required = false,
            description = "The job's namespace; the default one where absent.")
        Optional<String> namespace,
    @QueryValue("pod_name")
        @Parameter(
            required = false,
            description = "A pod of the job; the newest that runs where absent.")
        Optional<String> podName,
    @QueryValue("container_name")
        @Parameter(
            required = false,
            description = "A container of the pod; its default one where absent.")
        Optional<String> containerName,
    @QueryValue("shell")
        @Parameter(
            description = "One of the allowed shells, by name or by path.",
            schema = @Schema(implementation = String.class, defaultValue = "/bin/bash"))
        Optional<String> shell,
    @QueryValue("read_only")
        @Parameter(
            description = "Whether those who join while somebody is attached may only look.",
            schema = @Schema(implementation = Boolean.class, defaultValue = "false"))
        Optional<String> readOnly) {

  TerminalBody of(String jobName) {
    return new TerminalBody(
        Optional.of(jobName),
        namespace,
        podName,
        containerName,
        shell,
        readOnly.map(text -> Parameters.flag("read_only", Optional.of(text))));
  }
}
