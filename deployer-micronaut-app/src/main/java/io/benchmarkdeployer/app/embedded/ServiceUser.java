package io.benchmarkdeployer.app.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The user that this service runs as. */
final class ServiceUser {
  private static final Optional<Object> USER = of(Path.of("/proc/" + ServiceRun.CURRENT.pid()));

  private ServiceUser() {}

  /**
   * Whether this file, or process in {@code /proc}, is that user's; false where it is not known.
   */
  static boolean owns(Path file) {
    return USER.isPresent() && USER.equals(of(file));
  }

  private static Optional<Object> of(Path file) {
    try {
      return Optional.of(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
