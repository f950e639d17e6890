package io.benchmarkdeployer.core.model;

import java.util.Optional;

/**
 * Which object in the cluster.
 *
 * @param namespace empty for cluster-scoped kinds; otherwise checked by {@link DnsName}
 * @param name checked by {@link DnsName}
 */
public record ResourceRef(Kind kind, Optional<String> namespace, String name) {
  public ResourceRef {
    namespace.flatMap(DnsName::problemOfNamespace).ifPresent(wrong -> refuse("namespace", wrong));
    DnsName.problemOfName(name).ifPresent(wrong -> refuse("name", wrong));
  }

  /** A job of that name. */
  public static ResourceRef job(String namespace, String name) {
    return new ResourceRef(Kind.JOB, Optional.of(namespace), name);
  }

  private static void refuse(String what, String wrong) {
    throw new IllegalArgumentException(what + " " + wrong);
  }

  /** Whether both name one object, whatever version of its group they say. */
  public boolean sameObject(ResourceRef other) {
    return kind.sameResource(other.kind)
        && namespace.equals(other.namespace)
        && name.equals(other.name);
  }

  @Override
  public String toString() {
    return kind.name() + " " + namespace.map(value -> value + "/").orElse("") + name;
  }
}
