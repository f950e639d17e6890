package io.benchmarkdeployer.core.port;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which deployments.
 *
 * @param states those in one of these
 * @param phases those whose {@link Deployment#phase} is one of these; empty for all
 * @param namespace those whose primary resource is in this namespace
 * @param after the cursor of the page before
 * @param most how many at most, 1 to 1,000
 * @param manifests whether each is read whole; where not, each is {@link Deployment#slim}
 */
public record DeploymentQuery(
    Set<DeploymentState> states,
    Set<WorkloadPhase> phases,
    Optional<String> namespace,
    Optional<String> after,
    int most,
    boolean manifests) {
  /** The largest page. */
  public static final int LARGEST_PAGE = 1_000;

  public DeploymentQuery {
    states = Set.copyOf(states);
    phases = Set.copyOf(phases);
    if (most < 1 || most > LARGEST_PAGE) {
      throw new IllegalArgumentException("a page has 1 to " + LARGEST_PAGE + " deployments");
    }
  }

  /** All that are active, the newest 1,000. */
  public static DeploymentQuery active() {
    var states = EnumSet.allOf(DeploymentState.class);
    states.removeIf(state -> !state.isActive());
    return in(states);
  }

  /** All in these states, the newest 1,000. */
  public static DeploymentQuery in(Set<DeploymentState> states) {
    return new DeploymentQuery(
        states, Set.of(), Optional.empty(), Optional.empty(), LARGEST_PAGE, true);
  }

  /** The page after this cursor. */
  public DeploymentQuery after(String cursor) {
    return new DeploymentQuery(states, phases, namespace, Optional.of(cursor), most, manifests);
  }

  public DeploymentQuery atMost(int number) {
    return new DeploymentQuery(states, phases, namespace, after, number, manifests);
  }

  public DeploymentQuery inNamespace(String one) {
    return new DeploymentQuery(states, phases, Optional.of(one), after, most, manifests);
  }

  public DeploymentQuery inPhases(Set<WorkloadPhase> some) {
    return new DeploymentQuery(states, some, namespace, after, most, manifests);
  }

  /** The same without what makes a page large. */
  public DeploymentQuery withoutManifests() {
    return new DeploymentQuery(states, phases, namespace, after, most, false);
  }
}
