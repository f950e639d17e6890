package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.manifest.Manifest;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.NotFoundException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Deletes what a manifest names. */
public final class DeleteManifest {
  private final ReadManifest reader;
  private final DeleteObjects objects;

  DeleteManifest(ReadManifest reader, DeleteObjects objects) {
    this.reader = reader;
    this.objects = objects;
  }

  /**
   * What was deleted.
   *
   * @param namespace that of documents that name none
   * @param deleted the objects that were there; those that were gone already are not among them
   */
  public record Deleted(String namespace, List<ResourceRef> deleted) {}

  /**
   * Deletes each object that the manifest names; what else it says does not count, so that a masked
   * text serves too. On return the cluster has taken the deletions up. A deployment all of whose
   * objects were named is deleted with them.
   *
   * @param namespace the namespace of documents that name none; empty for the default
   * @throws NotFoundException where none of the objects exists nor was ever deployed by this
   *     service
   * @throws ConflictException where one of them is not ours; then nothing was deleted
   */
  public Deleted run(String yaml, Optional<String> namespace, Caller caller) {
    Manifest manifest = reader.toDelete(yaml);
    ReadManifest.Resolved resolved = reader.resolve(manifest, namespace);
    DeleteObjects.Deleted deleted = objects.run(lastAppliedFirst(resolved.refs()), caller);
    if (!deleted.known()) {
      throw new NotFoundException(
          "None of the manifest's objects is deployed in namespace " + resolved.namespace());
    }
    return new Deleted(resolved.namespace(), deleted.deleted());
  }

  private static List<ResourceRef> lastAppliedFirst(List<ResourceRef> refs) {
    return refs.stream()
        .sorted(Comparator.comparing(ResourceRef::kind, ApplyOrder.OF_KINDS.reversed()))
        .toList();
  }
}
