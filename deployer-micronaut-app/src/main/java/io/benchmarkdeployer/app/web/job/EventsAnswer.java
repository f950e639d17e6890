package io.benchmarkdeployer.app.web.job;

import io.benchmarkdeployer.core.model.ClusterEvent;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the cluster noted about a job and its pods. */
@Serdeable
@Schema(name = "Events", description = "What the cluster noted about a job and its pods.")
record EventsAnswer(
    @Schema(example = "test-job") String jobName,
    @Schema(example = "default") String namespace,
    @Schema(description = "Oldest first; a cluster keeps them for an hour or so.")
        List<EventView> events,
    @Schema(description = "When it was read.") Instant timestamp) {

  /** One of them. */
  @Serdeable
  @Schema(name = "Event", description = "Something that the cluster noted.")
  record EventView(
      @Schema(
              type = "string",
              format = "date-time",
              nullable = true,
              description = "When it was last seen.")
          Optional<Instant> timestamp,
      @Schema(description = "Normal or Warning.", example = "Normal") String type,
      @Schema(example = "Scheduled") String reason,
      @Schema(description = "The same in more words.") String message,
      @Schema(description = "What it is about.", example = "Pod test-job-x7k2p") String object,
      @Schema(description = "How often it was seen.", example = "1") int count) {

    static EventView from(ClusterEvent event) {
      return new EventView(
          event.at(), event.type(), event.reason(), event.message(), event.object(), event.count());
    }
  }

  static EventsAnswer from(
      String jobName, String namespace, List<ClusterEvent> events, Instant now) {
    return new EventsAnswer(jobName, namespace, events.stream().map(EventView::from).toList(), now);
  }
}
