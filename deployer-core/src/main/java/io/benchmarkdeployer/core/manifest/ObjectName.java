package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.DnsName;
import java.util.Optional;

/** The name of an object, or the prefix of one that is yet to be made. */
public sealed interface ObjectName {

  /** {@code metadata.name}. */
  record Fixed(String value) implements ObjectName {}

  /** {@code metadata.generateName}: {@link Manifest#named} makes a name of it. */
  record Generated(String prefix) implements ObjectName {
    /**
     * Kubernetes API conventions, "Names of objects": what is longer is cut, so that a name of 63
     * remains ({@code k8s.io/apiserver/pkg/storage/names}).
     */
    private static final int LONGEST_PREFIX = 58;

    /** The name with this suffix. */
    Fixed with(String suffix) {
      return new Fixed(prefix.substring(0, Math.min(prefix.length(), LONGEST_PREFIX)) + suffix);
    }

    Optional<String> problem() {
      return DnsName.problemOfName(prefix + "x");
    }
  }
}
