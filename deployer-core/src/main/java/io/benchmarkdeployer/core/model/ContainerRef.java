package io.benchmarkdeployer.core.model;

/**
 * Which container of which pod.
 *
 * @param namespace checked by {@link DnsName}
 * @param pod its name, checked by {@link DnsName}
 * @param podUid the one pod that is meant: a later one of that name is another
 * @param container its name, checked by {@link DnsName}
 */
public record ContainerRef(String namespace, String pod, Uid podUid, String container) {
  public ContainerRef {
    DnsName.problemOfNamespace(namespace).ifPresent(wrong -> refuse("namespace", wrong));
    DnsName.problemOfName(pod).ifPresent(wrong -> refuse("pod", wrong));
    DnsName.problemOfNamespace(container).ifPresent(wrong -> refuse("container", wrong));
  }

  private static void refuse(String what, String wrong) {
    throw new IllegalArgumentException(what + " " + wrong);
  }

  @Override
  public String toString() {
    return "container %s of pod %s/%s".formatted(container, namespace, pod);
  }
}
