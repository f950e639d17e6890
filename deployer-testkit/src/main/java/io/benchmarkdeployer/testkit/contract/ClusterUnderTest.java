package io.benchmarkdeployer.testkit.contract;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.testkit.ContainerScript;

/** A cluster with what its contract needs around it: the author of an adapter provides one. */
public interface ClusterUnderTest extends AutoCloseable {

  ClusterPort port();

  /** Another port to the same cluster, which the caller closes. */
  ClusterPort openAnother();

  /** A namespace that exists, for the contract alone. */
  String namespace();

  /** An image with a POSIX shell. */
  String image();

  /** An image that can't be had. */
  String missingImage();

  /** Lets containers whose command is {@code script.command()} do what it says. */
  void teach(ContainerScript script);

  /**
   * Applies these fields under another field manager, forced: it owns them then. Creates the object
   * where there is none.
   */
  void applyAsAnother(ResourceRef ref, Json.Obj fields);

  /** Removes the namespace with all that is in it, and closes the port. */
  @Override
  void close();
}
