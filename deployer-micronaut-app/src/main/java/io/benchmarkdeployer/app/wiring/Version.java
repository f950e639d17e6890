package io.benchmarkdeployer.app.wiring;

import java.util.Optional;

/** This service's version. */
public final class Version {
  /** As the jar says it; started from classes, it is nobody's release. */
  public static final String OF_THIS =
      Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("dev");

  private Version() {}
}
