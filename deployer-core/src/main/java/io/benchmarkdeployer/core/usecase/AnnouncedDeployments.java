package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.DeploymentPage;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.DeploymentStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The deployments on record; what is written through it is in the journal at once. */
final class AnnouncedDeployments implements DeploymentStore {
  private final DeploymentStore store;
  private final ChangeJournal journal;

  AnnouncedDeployments(DeploymentStore store, ChangeJournal journal) {
    this.store = store;
    this.journal = journal;
  }

  @Override
  public Insertion insert(Deployment deployment) {
    Insertion insertion = store.insert(deployment);
    if (insertion instanceof Insertion.Inserted inserted) {
      journal.add(inserted.deployment());
    }
    return insertion;
  }

  @Override
  public Optional<Deployment> replace(Deployment changed) {
    Optional<Deployment> replaced = store.replace(changed);
    replaced.ifPresent(journal::add);
    return replaced;
  }

  @Override
  public Optional<Deployment> find(DeploymentId id) {
    return store.find(id);
  }

  @Override
  public Optional<Deployment> findByIdempotencyKey(String key) {
    return store.findByIdempotencyKey(key);
  }

  @Override
  public DeploymentPage list(DeploymentQuery query) {
    return store.list(query);
  }

  @Override
  public List<Deployment> findByResource(ResourceRef ref, boolean includeDeleted) {
    return store.findByResource(ref, includeDeleted);
  }

  @Override
  public List<Deployment> findByUid(Uid uid) {
    return store.findByUid(uid);
  }

  @Override
  public List<Deployment> findUnfinished() {
    return store.findUnfinished();
  }

  @Override
  public long count(Set<DeploymentState> states) {
    return store.count(states);
  }

  @Override
  public Changes changes(Optional<String> place, int most) {
    return store.changes(place, most);
  }
}
