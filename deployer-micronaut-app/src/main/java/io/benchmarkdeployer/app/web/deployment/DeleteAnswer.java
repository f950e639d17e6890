package io.benchmarkdeployer.app.web.deployment;

import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.usecase.DeleteManifest;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/** What was deleted by a manifest. */
@Serdeable
@Schema(name = "DeleteAnswer", description = "What was deleted.")
record DeleteAnswer(
    @Schema(example = "success") String status,
    @Schema(description = "The same in a sentence.") String message,
    @Schema(description = "The objects that were there; those gone before are not among them.")
        List<DeletedResource> deletedResources,
    @Schema(description = "The namespace of documents that named none.", example = "default")
        String namespace,
    @Schema(description = "When it was answered.") Instant timestamp) {

  static DeleteAnswer from(DeleteManifest.Deleted deleted, Instant now) {
    return new DeleteAnswer(
        "success",
        sentence(deleted.deleted()),
        deleted.deleted().stream().map(DeletedResource::from).toList(),
        deleted.namespace(),
        now);
  }

  private static String sentence(List<ResourceRef> deleted) {
    return switch (deleted.size()) {
      case 0 -> "All of it was gone already";
      case 1 -> "Deleted " + deleted.getFirst();
      default -> "Deleted %d objects".formatted(deleted.size());
    };
  }
}
