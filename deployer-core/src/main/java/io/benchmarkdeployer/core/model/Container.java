package io.benchmarkdeployer.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A container of a pod.
 *
 * @param init whether it runs before the others
 * @param restarts how often it was started again
 * @param previous how it ended the last time, where it was started again
 */
public record Container(
    String name,
    String image,
    boolean init,
    ContainerState state,
    int restarts,
    Optional<ContainerState.Terminated> previous) {

  /** The containers of a pod, init containers first, each in the order of its spec. */
  static List<Container> of(Json.Obj pod) {
    var containers = new ArrayList<Container>();
    add(containers, pod, "initContainers", "initContainerStatuses", true);
    add(containers, pod, "containers", "containerStatuses", false);
    return List.copyOf(containers);
  }

  private static void add(
      List<Container> containers, Json.Obj pod, String specs, String statuses, boolean init) {
    List<Json> known = pod.itemsAt("status", statuses);
    for (Json spec : pod.itemsAt("spec", specs)) {
      String name = spec.textAt("name").orElse("");
      Json status =
          known.stream()
              .filter(candidate -> candidate.textAt("name").filter(name::equals).isPresent())
              .findFirst()
              .orElse(Json.Obj.EMPTY);
      containers.add(from(name, spec, status, init));
    }
  }

  private static Container from(String name, Json spec, Json status, boolean init) {
    ContainerState before = ContainerState.of(status.objectAt("lastState"));
    return new Container(
        name,
        spec.textAt("image").orElse(""),
        init,
        ContainerState.of(status.objectAt("state")),
        status.longAt("restartCount").orElse(0L).intValue(),
        before instanceof ContainerState.Terminated end ? Optional.of(end) : Optional.empty());
  }

  /** Whether it has printed, or may have: a log can be asked for. */
  public boolean hasLog() {
    return !(state instanceof ContainerState.Waiting) || previous.isPresent();
  }
}
