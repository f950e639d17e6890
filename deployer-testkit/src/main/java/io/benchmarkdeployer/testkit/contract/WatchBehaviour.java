package io.benchmarkdeployer.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.port.ClusterWatch;
import io.benchmarkdeployer.core.port.ClusterWatch.Change;
import io.benchmarkdeployer.core.port.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Being told what happens. */
interface WatchBehaviour extends Behaviour {

  @Test
  default void aWatchFirstTellsAllThatMatch() throws InterruptedException {
    LiveObject one = scene().create(scene().configMap("one", Map.of()));

    try (ClusterWatch watch = scene().port().watch(ofThisScene())) {
      assertThat(next(watch))
          .isInstanceOfSatisfying(
              Change.Listed.class,
              listed ->
                  assertThat(listed.objects())
                      .extracting(LiveObject::uid)
                      .containsExactly(one.uid()));
    }
  }

  @Test
  default void aWatchTellsWhatIsNewChangedAndGone() throws InterruptedException {
    try (ClusterWatch watch = scene().port().watch(ofThisScene())) {
      assertThat(next(watch)).isEqualTo(new Change.Listed(List.of()));

      LiveObject made = scene().create(scene().configMap("one", Map.of("a", "1")));
      assertThat(changed(watch).uid()).isEqualTo(made.uid());

      scene().port().apply(scene().configMap("one", Map.of("a", "2")), Optional.of(made.uid()));
      assertThat(ClusterScene.data(changed(watch), "a")).isEqualTo("2");

      scene().port().delete(made.ref(), made.uid());
      assertThat(next(watch))
          .isInstanceOfSatisfying(
              Change.Gone.class, gone -> assertThat(gone.object().uid()).isEqualTo(made.uid()));
    }
  }

  @Test
  default void aWatchTellsNothingOfOthers() throws InterruptedException {
    try (ClusterWatch watch = scene().port().watch(ofThisScene().withLabel("no.such/label", "x"))) {
      assertThat(next(watch)).isEqualTo(new Change.Listed(List.of()));

      scene().create(scene().configMap("one", Map.of()));

      assertThat(watch.next(Duration.ofSeconds(1))).isEmpty();
      assertThat(watch.isClosed()).isFalse();
    }
  }

  @Test
  default void closingAWatchFromAnotherThreadUnblocksTheReader() throws Exception {
    ClusterWatch watch = scene().port().watch(ofThisScene());
    next(watch);
    CompletableFuture<Optional<Change>> reader = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                reader.complete(watch.next(Duration.ofMinutes(5)));
              } catch (InterruptedException stopped) {
                reader.completeExceptionally(stopped);
              }
            });
    Thread.sleep(300);

    watch.close();
    watch.close();

    assertThat(reader.get(5, TimeUnit.SECONDS)).isEmpty();
    assertThat(watch.isClosed()).isTrue();
    assertThat(watch.next(Duration.ofMinutes(5))).isEmpty();
  }

  private Selector ofThisScene() {
    return Selector.of(ClusterScene.CONFIG_MAP)
        .in(cluster().namespace())
        .withLabel(Ownership.DEPLOYMENT_ID, scene().deployment().value());
  }

  private static Change next(ClusterWatch watch) throws InterruptedException {
    return watch.next(ClusterScene.PATIENCE).orElseThrow();
  }

  private static LiveObject changed(ClusterWatch watch) throws InterruptedException {
    return ((Change.Changed) next(watch)).object();
  }
}
