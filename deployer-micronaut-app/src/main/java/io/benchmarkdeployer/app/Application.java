package io.benchmarkdeployer.app;

import io.micronaut.runtime.Micronaut;

/** Starts the service; it runs until the process is told to end (SIGTERM or Ctrl-C). */
public final class Application {
  private Application() {}

  public static void main(String[] args) {
    Micronaut.build(args).mainClass(Application.class).banner(false).start();
  }
}
