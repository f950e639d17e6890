package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Caller;
import java.util.Optional;

/**
 * Which shell a person wants.
 *
 * @param pod empty for the newest of the job's pods that runs
 * @param container empty for the one that the pod's annotation {@code
 *     kubectl.kubernetes.io/default-container} names, else its first
 * @param shell a name or path from {@link SessionLimits#shells}; empty for bash, or what there is
 * @param readOnlyGuests whether those who join while somebody is attached may only look
 */
public record SessionRequest(
    String namespace,
    String job,
    Optional<String> pod,
    Optional<String> container,
    Optional<String> shell,
    boolean readOnlyGuests,
    Caller caller) {

  /** A shell in whatever pod of this job runs. */
  public static SessionRequest of(String namespace, String job, Caller caller) {
    return new SessionRequest(
        namespace, job, Optional.empty(), Optional.empty(), Optional.empty(), false, caller);
  }

  public SessionRequest withPod(String name) {
    return new SessionRequest(
        namespace, job, Optional.of(name), container, shell, readOnlyGuests, caller);
  }

  public SessionRequest withContainer(String name) {
    return new SessionRequest(
        namespace, job, pod, Optional.of(name), shell, readOnlyGuests, caller);
  }

  public SessionRequest withShell(String nameOrPath) {
    return new SessionRequest(
        namespace, job, pod, container, Optional.of(nameOrPath), readOnlyGuests, caller);
  }

  public SessionRequest withReadOnlyGuests() {
    return new SessionRequest(namespace, job, pod, container, shell, true, caller);
  }
}
