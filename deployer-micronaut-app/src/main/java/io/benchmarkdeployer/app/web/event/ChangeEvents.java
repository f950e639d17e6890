package io.benchmarkdeployer.app.web.event;

import io.benchmarkdeployer.app.web.deployment.DeploymentView;
import io.benchmarkdeployer.app.web.sse.EventText;
import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.usecase.DeploymentChange;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.function.Function;

/** Shows a change as in a list of deployments, but for the manifest; once for all who follow. */
@Singleton
final class ChangeEvents implements Function<DeploymentChange, byte[]> {
  private static final String MANIFEST = "yaml_content";

  private final JsonMapper json;
  private final Deployer deployer;

  ChangeEvents(JsonMapper json, Deployer deployer) {
    this.json = json;
    this.deployer = deployer;
  }

  /** The same bytes, never to be changed, for each who asks for the same change. */
  byte[] of(DeploymentChange change) {
    return change.shared(this);
  }

  @Override
  public byte[] apply(DeploymentChange change) {
    var view = DeploymentView.from(change.deployment(), deployer.isStale());
    return new EventText().event(change.cursor(), "deployment", text(view)).bytes();
  }

  private String text(DeploymentView view) {
    try {
      var fields = new LinkedHashMap<String, JsonNode>();
      json.writeValueToTree(view)
          .entries()
          .forEach(field -> fields.put(field.getKey(), field.getValue()));
      fields.remove(MANIFEST);
      return json.writeValueAsString(JsonNode.createObjectNode(fields));
    } catch (IOException bug) {
      throw new UncheckedIOException(bug);
    }
  }
}
