package io.benchmarkdeployer.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.DeploymentStore.Change;
import io.benchmarkdeployer.core.port.DeploymentStore.Changes;
import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.core.port.UnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link DeploymentStore} tells of what changes in it. */
interface ChangeBehaviour {

  /** One that holds nothing yet. */
  StatePort state();

  @Test
  default void theFirstLookForChangesTellsOnlyWhereToBegin() {
    insertChanged("before");
    Changes first = deployments().changes(Optional.empty(), 10);
    assertThat(first.changes()).isEmpty();
    assertThat(first.complete()).isTrue();
  }

  @Test
  default void whatIsInsertedIsToldAsAChange() {
    String place = place();
    insertChanged("one");
    assertThat(since(place)).contains(change("one", 1));
  }

  @Test
  default void whatIsReplacedIsToldInItsNewestVersionAlone() {
    Deployment one = insertChanged("one");
    String place = place();
    assertThat(deployments().replace(one).flatMap(deployments()::replace)).isPresent();
    assertThat(since(place)).containsExactly(change("one", 3));
  }

  @Test
  default void aLookFromAnOldPlaceTellsAllSince() {
    String place = place();
    insertChanged("one");
    String later = deployments().changes(Optional.of(place), 10).next();
    insertChanged("two");
    assertThat(since(later)).contains(change("two", 1));
    assertThat(since(place)).containsExactlyInAnyOrder(change("one", 1), change("two", 1));
  }

  @Test
  default void aReplacementThatLostTheRaceIsNoChange() {
    Deployment one = insertChanged("one");
    assertThat(deployments().replace(one)).isPresent();
    String place = place();
    assertThat(deployments().replace(one)).isEmpty();
    assertThat(since(place)).doesNotContain(change("one", 3));
  }

  @Test
  default void moreChangesThanAskedForAreNotComplete() {
    String place = place();
    IntStream.range(0, 5).forEach(number -> insertChanged("n-" + number));
    assertThat(deployments().changes(Optional.of(place), 5).complete()).isTrue();
    Changes some = deployments().changes(Optional.of(place), 4);
    assertThat(some.complete()).isFalse();
    assertThat(some.changes()).hasSize(4);
  }

  @Test
  default void whoeverLooksAgainAndAgainMissesNothingOfWhatIsWrittenMeanwhile() throws Exception {
    var told = ConcurrentHashMap.<Change>newKeySet();
    var looking = new AtomicReference<>(Optional.of(place()));
    Race.of(
        8,
        number -> number == 0 ? lookOften(looking, told) : insertChanged("m-" + number).version());
    told.addAll(since(looking.get().orElseThrow()));
    assertThat(told)
        .contains(IntStream.range(1, 8).mapToObj(n -> change("m-" + n, 1)).toArray(Change[]::new));
  }

  private long lookOften(AtomicReference<Optional<String>> place, Set<Change> told) {
    for (int looks = 0; looks < 50; looks++) {
      Changes changes = deployments().changes(place.get(), 100);
      told.addAll(changes.changes());
      place.set(Optional.of(changes.next()));
    }
    return told.size();
  }

  @Test
  default void aClosedStateTellsNoChanges() {
    String place = place();
    state().close();
    assertThatThrownBy(() -> since(place)).isInstanceOf(UnavailableException.class);
  }

  private DeploymentStore deployments() {
    return state().deployments();
  }

  private Deployment insertChanged(String id) {
    return ((DeploymentStore.Insertion.Inserted) deployments().insert(Sample.of(id).deployment()))
        .deployment();
  }

  private String place() {
    return deployments().changes(Optional.empty(), 10).next();
  }

  private List<Change> since(String place) {
    return deployments().changes(Optional.of(place), 100).changes();
  }

  private static Change change(String id, long version) {
    return new Change(new DeploymentId(id), version);
  }
}
