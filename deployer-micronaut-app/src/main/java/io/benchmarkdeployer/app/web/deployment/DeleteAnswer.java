package io.benchmarkdeployer.app.web.deployment;

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
    int number = deleted.deleted().size();
    return new DeleteAnswer(
        "success",
        number == 0 ? "All of it was gone already" : "Deleted %d of its objects".formatted(number),
        deleted.deleted().stream().map(DeletedResource::from).toList(),
        deleted.namespace(),
        now);
  }
}
