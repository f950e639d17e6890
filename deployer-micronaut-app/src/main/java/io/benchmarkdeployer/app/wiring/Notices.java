package io.benchmarkdeployer.app.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What one should know of how the service is set up: in its log at the start and in its status. */
public final class Notices {
  private Notices() {}

  /** For its users. */
  public static List<String> of(Settings settings) {
    var notices = new ArrayList<String>();
    if (settings.isEmbedded()) {
      notices.add(
          "Embedded mode: this is not a cluster. Containers run as processes of this machine,"
              + " without their images. Set KUBECONFIG to work on a cluster");
    }
    if (settings.mongoUrl().isEmpty()) {
      notices.add("The record is in memory and ends with this process. Set MONGO_URL to keep it");
    }
    return List.copyOf(notices);
  }

  /** For its operator: to be mended. */
  public static List<String> warnings(Settings settings) {
    var warnings = new ArrayList<String>();
    if (settings.isOpenToTheNetwork()) {
      warnings.add(
          "Everybody who reaches %s may deploy and delete here: set DEPLOYER_TOKENS, or"
                  .formatted(settings.host())
              + " DEPLOYER_HOST=127.0.0.1");
    }
    if (!settings.unknownVariables().isEmpty()) {
      warnings.add(
          "Not among the settings, and passed over (misspelt?): "
              + String.join(", ", new TreeSet<>(settings.unknownVariables())));
    }
    return List.copyOf(warnings);
  }
}
