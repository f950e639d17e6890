package io.benchmarkdeployer.app.web.deployment;

import io.benchmarkdeployer.app.web.Parameters;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.WireName;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which deployments are asked for. */
@Introspected
record ListParameters(
    @QueryValue("limit")
        @Parameter(
            required = false,
            description = "At most so many, 1 to 1000; 1000 where absent.",
            schema = @Schema(implementation = Integer.class, minimum = "1", maximum = "1000"))
        Optional<String> limit,
    @QueryValue("cursor")
        @Parameter(
            required = false,
            description = "Where the page begins: taken from the Link of the page before.")
        Optional<String> cursor,
    @QueryValue("status")
        @Parameter(
            required = false,
            description = "Only those of this status; several separated by commas.")
        Optional<String> status,
    @QueryValue("namespace")
        @Parameter(required = false, description = "Only those in this namespace.")
        Optional<String> namespace,
    @QueryValue("include_deleted")
        @Parameter(
            description = "Whether those that are deleted are listed too.",
            schema = @Schema(implementation = Boolean.class, defaultValue = "false"))
        Optional<String> includeDeleted,
    @QueryValue("manifest")
        @Parameter(
            description = "Whether each has its yaml_content; where not, that is empty.",
            schema = @Schema(implementation = Boolean.class, defaultValue = "true"))
        Optional<String> manifest) {

  DeploymentQuery query() {
    Set<WorkloadPhase> phases = phases();
    return new DeploymentQuery(
        states(phases),
        phases,
        Parameters.namespace("namespace", namespace),
        filled(cursor),
        most(),
        Parameters.flag("manifest", Optional.of(manifest.orElse("true"))));
  }

  private static Optional<String> filled(Optional<String> value) {
    return value.filter(text -> !text.isEmpty());
  }

  private int most() {
    int most = Parameters.number("limit", limit).orElse(DeploymentQuery.LARGEST_PAGE);
    if (most < 1 || most > DeploymentQuery.LARGEST_PAGE) {
      throw Parameters.wrong("limit", "must be 1 to " + DeploymentQuery.LARGEST_PAGE);
    }
    return most;
  }

  private Set<WorkloadPhase> phases() {
    return filled(status).stream()
        .flatMap(words -> Stream.of(words.split(",")))
        .map(word -> phase(word.strip()))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(WorkloadPhase.class)));
  }

  private static WorkloadPhase phase(String word) {
    return WireName.parse(WorkloadPhase.class, word)
        .orElseThrow(
            () ->
                Parameters.wrong(
                    "status",
                    "must be of "
                        + Stream.of(WorkloadPhase.values())
                            .map(WorkloadPhase::wireName)
                            .collect(Collectors.joining(", "))));
  }

  /** Who asks for deleted ones by their status wants to see them. */
  private Set<DeploymentState> states(Set<WorkloadPhase> phases) {
    Set<DeploymentState> states = EnumSet.allOf(DeploymentState.class);
    boolean deletedToo =
        Parameters.flag("include_deleted", includeDeleted)
            || phases.contains(WorkloadPhase.DELETED);
    if (!deletedToo) {
      states.removeIf(state -> !state.isActive());
    }
    return states;
  }

  /** The address of the page after this cursor, as seen from this one. */
  String next(String after) {
    Map<String, String> values = new LinkedHashMap<>();
    limit.ifPresent(value -> values.put("limit", value));
    status.ifPresent(value -> values.put("status", value));
    namespace.ifPresent(value -> values.put("namespace", value));
    includeDeleted.ifPresent(value -> values.put("include_deleted", value));
    manifest.ifPresent(value -> values.put("manifest", value));
    values.put("cursor", after);
    return "/deployments?"
        + values.entrySet().stream()
            .map(
                entry ->
                    entry.getKey()
                        + "="
                        + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
  }
}
