package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.port.DeploymentPage;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.DeploymentStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads pages of the deployments on record, few at a time, and no further than memory allows: a
 * thousand manifests may come to a gibibyte.
 */
public final class ListDeployments {
  /** A page ends where its manifests have more characters together. */
  private static final int MOST_CHARACTERS = 16 << 20;

  /** So many at once may lie beyond the end of a page that is full. */
  private static final int BATCH = 8;

  private final DeploymentStore store;

  ListDeployments(DeploymentStore store) {
    this.store = store;
  }

  /** The page; with manifests it may have fewer than were asked for, and a next one. */
  public DeploymentPage run(DeploymentQuery query) {
    return query.manifests() ? bounded(query) : store.list(query);
  }

  private DeploymentPage bounded(DeploymentQuery query) {
    var read = new ArrayList<Deployment>();
    DeploymentPage batch = store.list(query.atMost(batch(query, read)));
    read.addAll(batch.deployments());
    while (batch.next().isPresent() && hasRoom(query, read)) {
      batch = store.list(query.after(batch.next().get()).atMost(batch(query, read)));
      read.addAll(batch.deployments());
    }
    return new DeploymentPage(read, batch.next());
  }

  private static int batch(DeploymentQuery query, List<Deployment> read) {
    return Math.min(BATCH, query.most() - read.size());
  }

  private static boolean hasRoom(DeploymentQuery query, List<Deployment> read) {
    long characters = read.stream().mapToLong(deployment -> deployment.yaml().length()).sum();
    return read.size() < query.most() && characters <= MOST_CHARACTERS;
  }
}
