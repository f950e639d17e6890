package io.benchmarkdeployer.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.model.Cause;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Action;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeploymentPage;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.DeploymentStore.Insertion;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.core.port.UnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link StatePort} does. Deployments stand here and in {@link ChangeBehaviour},
 * terminal sessions in {@link SessionBehaviour}, logs in {@link LogStoreBehaviour}.
 */
public abstract class StateContract
    implements SessionBehaviour, ChangeBehaviour, LogStoreBehaviour {
  private static final Set<DeploymentState> ALL = EnumSet.allOf(DeploymentState.class);
  private static final DeploymentQuery EVERYTHING = DeploymentQuery.in(ALL);
  private static final int RACERS = 8;

  private StatePort state;
  private DeploymentStore store;

  /** A state that holds nothing yet. The contract closes it. */
  protected abstract StatePort freshState() throws Exception;

  @BeforeEach
  final void open() throws Exception {
    state = freshState();
    store = state.deployments();
  }

  @Override
  public final StatePort state() {
    return state;
  }

  @AfterEach
  final void closeState() {
    state.close();
  }

  // Inserting

  @Test
  void anInsertedDeploymentIsFoundByItsId() {
    Deployment sample = Sample.of("one").deployment();
    assertThat(store.insert(sample)).isEqualTo(new Insertion.Inserted(sample.withVersion(1)));
    assertThat(store.find(sample.id())).contains(sample.withVersion(1));
  }

  @Test
  void anInsertedDeploymentHasVersionOneWhateverItsOwnSays() {
    assertThat(inserted(Sample.of("one").deployment().withVersion(42)).version()).isEqualTo(1);
    assertThat(found("one").version()).isEqualTo(1);
  }

  @Test
  void insertingAnIdTwiceIsAConflictAndChangesNothing() {
    Deployment first = inserted(Sample.of("one"));
    assertThatThrownBy(() -> store.insert(Sample.of("one").saying("other").deployment()))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("one");
    assertThat(all()).containsExactly(first);
  }

  @Test
  void insertingAnIdTwiceIsAConflictUnderItsOwnKeyToo() {
    inserted(Sample.of("one").under("key"));
    assertThatThrownBy(() -> store.insert(Sample.of("one").under("key").deployment()))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void insertingAnIdTwiceIsAConflictUnderAnothersKeyToo() {
    inserted(Sample.of("one"));
    inserted(Sample.of("two").under("key"));
    assertThatThrownBy(() -> store.insert(Sample.of("one").under("key").deployment()))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void insertingUnderATakenKeyAnswersWithItsHolderAndRecordsNothing() {
    Deployment holder = inserted(Sample.of("one").under("key"));
    assertThat(store.insert(Sample.of("two").under("key").deployment()))
        .isEqualTo(new Insertion.KeyTaken(holder));
    assertThat(all()).containsExactly(holder);
  }

  @Test
  void theHolderOfAKeyIsAnsweredAsItIsNow() {
    Deployment holder = inserted(Sample.of("one").under("key"));
    Deployment now = replaced(holder.ended(holder.primary().ref(), Outcome.DELETED, "gone"));
    assertThat(store.insert(Sample.of("two").under("key").deployment()))
        .isEqualTo(new Insertion.KeyTaken(now));
  }

  @Test
  void ofManyInsertsOfOneIdExactlyOneIsRecorded() throws Exception {
    List<Boolean> wins = together(i -> wins(() -> inserted(Sample.of("one").saying("by " + i))));
    assertThat(wins).containsOnlyOnce(true);
    assertThat(all()).hasSize(1);
  }

  @Test
  void ofManyInsertsUnderOneKeyExactlyOneIsRecordedAndAllOthersAreToldWhich() throws Exception {
    List<Insertion> answers =
        together(i -> store.insert(Sample.of("racer-" + i).under("key").deployment()));
    Deployment winner = store.findByIdempotencyKey("key").orElseThrow();
    assertThat(answers)
        .containsOnlyOnce(new Insertion.Inserted(winner))
        .containsOnly(new Insertion.Inserted(winner), new Insertion.KeyTaken(winner));
    assertThat(all()).containsExactly(winner);
  }

  @Test
  void deploymentsWithoutAKeyStandBesideEachOther() {
    inserted(Sample.of("one"));
    inserted(Sample.of("two"));
    assertThat(all()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice:key", "alice:KEY", "alice:key ", "김:키", "a.b$c", "$where"})
  void keysAreTakenToTheLetter(String key) {
    inserted(Sample.of("other").under("alice:Key"));
    Deployment holder = inserted(Sample.of("one").under(key));
    assertThat(store.findByIdempotencyKey(key)).contains(holder);
  }

  @Test
  void aKeyThatItsHolderGaveUpCanBeTakenAgain() {
    Deployment pending = inserted(Sample.of("one").in(DeploymentState.PENDING).under("key"));
    replaced(pending.failed(pending.resources(), "refused"));
    assertThat(store.findByIdempotencyKey("key")).isEmpty();
    Deployment next = inserted(Sample.of("two").under("key"));
    assertThat(store.findByIdempotencyKey("key")).contains(next);
  }

  // Replacing

  @Test
  void aReplacementIsOnRecordWithTheNextVersion() {
    Deployment first = inserted(Sample.of("one"));
    Deployment changed = Sample.full("one").withVersion(first.version());
    assertThat(store.replace(changed)).contains(changed.withVersion(2));
    assertThat(found("one")).isEqualTo(changed.withVersion(2));
    assertThat(store.replace(changed.withVersion(2))).contains(changed.withVersion(3));
  }

  @Test
  void whatAReplacementLeavesOutIsNoLongerOnRecord() {
    Deployment full = inserted(Sample.full("one"));
    Deployment bare = Sample.of("one").deployment().withVersion(full.version());
    Deployment stored = replaced(bare);
    assertThat(found("one")).isEqualTo(stored);
    assertThat(store.findByIdempotencyKey("alice:a.b$c")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 3, Long.MAX_VALUE - 1})
  void aReplacementOfAnotherVersionChangesNothing(long version) {
    Deployment second = replaced(inserted(Sample.of("one")).withLease(Optional.of(Sample.LEASE)));
    Deployment late = Sample.of("one").saying("late").deployment().withVersion(version);
    assertThat(store.replace(late)).isEmpty();
    assertThat(all()).containsExactly(second);
  }

  @Test
  void aReplacementOfWhatIsNotThereRecordsNothing() {
    assertThat(store.replace(Sample.of("one").deployment())).isEmpty();
    assertThat(store.replace(Sample.of("one").deployment().withVersion(1))).isEmpty();
    assertThat(all()).isEmpty();
  }

  @Test
  void aReplacementTouchesNoOtherDeployment() {
    Deployment other = inserted(Sample.of("other"));
    replaced(inserted(Sample.of("one")));
    assertThat(found("other")).isEqualTo(other);
  }

  @Test
  void ofManyReplacementsOfOneVersionExactlyOneWins() throws Exception {
    Deployment now = inserted(Sample.of("one"));
    for (int round = 0; round < 20; round++) {
      Deployment base = now;
      List<Optional<Deployment>> answers =
          together(i -> store.replace(base.ended(base.primary().ref(), Outcome.FAILED, "by " + i)));
      List<Deployment> winners = answers.stream().flatMap(Optional::stream).toList();
      assertThat(winners).hasSize(1);
      now = winners.getFirst();
      assertThat(now.version()).isEqualTo(base.version() + 1);
      assertThat(found("one")).isEqualTo(now);
    }
  }

  @Test
  void aReplacementUnderTheKeyOfAnotherIsAConflictAndChangesNothing() {
    Deployment holder = inserted(Sample.of("holder").under("key"));
    Deployment one = inserted(Sample.of("one"));
    Deployment thief = Sample.of("one").under("key").deployment().withVersion(one.version());
    assertThatThrownBy(() -> store.replace(thief)).isInstanceOf(ConflictException.class);
    assertThat(found("one")).isEqualTo(one);
    assertThat(store.findByIdempotencyKey("key")).contains(holder);
  }

  // Updating

  @Test
  void anUpdateChangesWhatIsOnRecord() {
    Deployment one = inserted(Sample.of("one"));
    Optional<Deployment> updated = store.update(one.id(), StateContract::leased);
    assertThat(updated).contains(one.withLease(Optional.of(Sample.LEASE)).withVersion(2));
    assertThat(store.find(one.id())).isEqualTo(updated);
  }

  @Test
  void anUpdateOfWhatIsNotThereIsEmpty() {
    assertThat(store.update(new DeploymentId("nobody"), StateContract::leased)).isEmpty();
  }

  @Test
  void anUpdateThatChangesNothingWritesNothing() {
    Deployment one = inserted(Sample.of("one"));
    assertThat(store.update(one.id(), same -> same)).contains(one);
    assertThat(found("one")).isEqualTo(one);
  }

  @Test
  void anUpdateWhoseChangeThrowsWritesNothing() {
    Deployment one = inserted(Sample.of("one"));
    assertThatThrownBy(
            () ->
                store.update(
                    one.id(),
                    found -> {
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(found("one")).isEqualTo(one);
  }

  /** Each loses at most as many races as the others win: fewer than the tries that it has. */
  @Test
  void updatesOfManyAreAllOnRecord() throws Exception {
    inserted(Sample.of("one"));
    together(i -> store.update(new DeploymentId("one"), found -> longer(found, i)));
    together(i -> store.update(new DeploymentId("one"), found -> longer(found, RACERS + i)));
    assertThat(found("one").primary().reason().orElseThrow().split(" "))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 2 * RACERS).mapToObj(String::valueOf).toList());
  }

  @Test
  void anUpdateThatLosesEveryRaceIsAConflict() {
    DeploymentId id = inserted(Sample.of("one")).id();
    assertThatThrownBy(
            () ->
                store.update(
                    id,
                    found -> {
                      replaced(longer(found, 1));
                      return leased(found);
                    }))
        .isInstanceOf(ConflictException.class);
    assertThat(found("one").lease()).isEmpty();
  }

  // Finding

  @Test
  void nothingIsFoundWhereNothingIs() {
    assertThat(store.find(new DeploymentId("nobody"))).isEmpty();
    assertThat(store.findByIdempotencyKey("no key")).isEmpty();
    assertThat(store.findByIdempotencyKey("")).isEmpty();
    assertThat(store.findByUid(new Uid("nobody"))).isEmpty();
    assertThat(store.findByResource(ResourceRef.job("default", "none"), true)).isEmpty();
    assertThat(store.findUnfinished()).isEmpty();
    assertThat(store.count(ALL)).isZero();
    assertThat(store.list(EVERYTHING)).isEqualTo(new DeploymentPage(List.of(), Optional.empty()));
  }

  @Test
  void anIdIsFoundToTheLetter() {
    inserted(Sample.of("a.b"));
    assertThat(store.find(new DeploymentId("a.B"))).isEmpty();
    assertThat(store.find(new DeploymentId("axb"))).isEmpty();
  }

  @Test
  void aResourceIsFoundInEveryVersionOfItsGroup() {
    Deployment one =
        inserted(Sample.of("one").with(Sample.resource(ref("apps/v1", "Deployment", "web"))));
    assertThat(store.findByResource(ref("apps/v1beta1", "Deployment", "web"), false))
        .containsExactly(one);
    assertThat(store.findByResource(ref("apps/v1", "Deployment", "web"), false))
        .containsExactly(one);
  }

  @Test
  void aResourceIsNotFoundByAnotherKindGroupNamespaceOrName() {
    inserted(Sample.of("one").with(Sample.resource(ref("apps/v1", "Deployment", "web"))));
    assertThat(
            Stream.of(
                    ref("apps/v1", "StatefulSet", "web"),
                    ref("extensions/v1beta1", "Deployment", "web"),
                    ref("v1", "Deployment", "web"),
                    ref("apps/v1", "Deployment", "web2"),
                    ref("apps/v1", "Deployment", "we"),
                    new ResourceRef(new Kind("apps/v1", "Deployment"), Optional.of("a"), "web"),
                    new ResourceRef(new Kind("apps/v1", "Deployment"), Optional.empty(), "web"))
                .flatMap(ref -> store.findByResource(ref, true).stream()))
        .isEmpty();
  }

  @Test
  void everyResourceOfADeploymentIsFound() {
    Deployment full = inserted(Sample.full("one"));
    full.resources()
        .forEach(
            resource ->
                assertThat(store.findByResource(resource.ref(), false)).containsExactly(full));
  }

  @Test
  void aResourceIsFoundInDeletedDeploymentsOnlyWhereAsked() {
    ResourceRef ref = ResourceRef.job("default", "test-job");
    inserted(Sample.of("deleted").in(DeploymentState.DELETED));
    inserted(Sample.of("failed").in(DeploymentState.FAILED));
    inserted(Sample.of("deleting").in(DeploymentState.DELETING));
    assertThat(ids(store.findByResource(ref, false))).containsExactly("failed", "deleting");
    assertThat(ids(store.findByResource(ref, true)))
        .containsExactly("failed", "deleting", "deleted");
  }

  @Test
  void theNewestHundredHoldersOfAResourceAreFound() {
    insertMany(101, DeploymentState.DEPLOYED);
    assertThat(ids(store.findByResource(ResourceRef.job("default", "test-job"), false)))
        .isEqualTo(numbered(100, 1));
  }

  @Test
  void aResourceIsFoundAsItIsAfterAReplacement() {
    Deployment one = inserted(Sample.of("one").with(Sample.job("default", "old")));
    Deployment now = replaced(one.with(List.of(Sample.job("default", "new"))));
    assertThat(store.findByResource(ResourceRef.job("default", "old"), true)).isEmpty();
    assertThat(store.findByResource(ResourceRef.job("default", "new"), true)).containsExactly(now);
  }

  @Test
  void aUidIsFoundInWhateverState() {
    DeployedResource job = Sample.job("default", "test-job").identified(new Uid("uid-1"));
    for (DeploymentState any : DeploymentState.values()) {
      inserted(Sample.of(any.wireName()).in(any).with(Sample.configMap("default", "first"), job));
    }
    assertThat(ids(store.findByUid(new Uid("uid-1"))))
        .containsExactly("pending", "failed", "deployed", "deleting", "deleted");
  }

  @Test
  void theNewestHundredHoldersOfAUidAreFound() {
    DeployedResource job = Sample.job("default", "test-job").identified(new Uid("uid-1"));
    IntStream.rangeClosed(0, 100).forEach(i -> inserted(number(i).with(job)));
    assertThat(ids(store.findByUid(new Uid("uid-1")))).isEqualTo(numbered(100, 1));
  }

  @Test
  void aUidIsFoundAsItIsAfterAReplacement() {
    DeployedResource job = Sample.job("default", "test-job");
    Deployment one = inserted(Sample.of("one").with(job.identified(new Uid("old"))));
    Deployment now = replaced(one.with(List.of(job.identified(new Uid("new")))));
    assertThat(store.findByUid(new Uid("old"))).isEmpty();
    assertThat(store.findByUid(new Uid("new"))).containsExactly(now);
  }

  @Test
  void theUnfinishedArePendingDeletingOrLeasedOldestFirst() {
    inserted(Sample.of("deployed"));
    inserted(Sample.of("failed").in(DeploymentState.FAILED));
    inserted(Sample.of("deleted").in(DeploymentState.DELETED));
    inserted(number(3).in(DeploymentState.PENDING));
    inserted(number(1).in(DeploymentState.DELETING));
    inserted(number(2).leased());
    assertThat(ids(store.findUnfinished())).isEqualTo(numbered(1, 3));
  }

  @Test
  void whatIsFinishedIsNoLongerFoundUnfinished() {
    Deployment pending = inserted(Sample.of("one").in(DeploymentState.PENDING).leased());
    assertThat(store.findUnfinished()).containsExactly(pending);
    replaced(pending.deployed(pending.resources()));
    assertThat(store.findUnfinished()).isEmpty();
  }

  @Test
  void theOldestThousandUnfinishedAreFound() {
    insertMany(1_001, DeploymentState.PENDING);
    assertThat(ids(store.findUnfinished())).isEqualTo(numbered(0, 999));
  }

  @Test
  void countingCountsThoseInTheStatesAskedFor() {
    insertMany(3, DeploymentState.DEPLOYED);
    inserted(Sample.of("pending").in(DeploymentState.PENDING));
    assertThat(store.count(Set.of(DeploymentState.DEPLOYED))).isEqualTo(3);
    assertThat(store.count(Set.of(DeploymentState.DEPLOYED, DeploymentState.PENDING))).isEqualTo(4);
    assertThat(store.count(Set.of(DeploymentState.FAILED))).isZero();
    assertThat(store.count(Set.of())).isZero();
  }

  // Listing

  @Test
  void aListIsNewestFirstAndOfEqualTimesTheGreaterIdFirst() {
    inserted(Sample.of("b").at(Sample.NOON));
    inserted(Sample.of("older").at(Sample.NOON.minusNanos(1)));
    inserted(Sample.of("B").at(Sample.NOON));
    inserted(Sample.of("a").at(Sample.NOON));
    inserted(Sample.of("newer").at(Sample.NOON.plusNanos(1)));
    inserted(Sample.of("a-1").at(Sample.NOON));
    assertThat(ids(all())).containsExactly("newer", "b", "a-1", "a", "B", "older");
    assertThat(ids(paged(EVERYTHING.atMost(1)))).isEqualTo(ids(all()));
  }

  @Test
  void aListHoldsTheOldestTimesAndTheLast() {
    List<Instant> times =
        List.of(
            Instant.MAX,
            Instant.parse("+10000-01-01T00:00:00Z"),
            Sample.NOON,
            Instant.EPOCH,
            Instant.EPOCH.minusNanos(1),
            Instant.parse("-0001-01-01T00:00:00Z"),
            Instant.MIN);
    times.reversed().forEach(time -> inserted(Sample.of("at-" + times.indexOf(time)).at(time)));
    assertThat(paged(EVERYTHING.atMost(2))).extracting(Deployment::createdAt).isEqualTo(times);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 9, 10, 11, 1_000})
  void pagesOfAnySizeHoldEachDeploymentOnce(int size) {
    insertMany(10, DeploymentState.DEPLOYED);
    List<DeploymentPage> pages = pages(EVERYTHING.atMost(size), page -> {});
    assertThat(pages).hasSize((10 + size - 1) / size);
    assertThat(ids(deployments(pages))).isEqualTo(numbered(9, 0));
  }

  @Test
  void theLargestPageIsAThousand() {
    insertMany(1_001, DeploymentState.DEPLOYED);
    List<DeploymentPage> pages = pages(EVERYTHING, page -> {});
    assertThat(ids(pages.getFirst().deployments())).isEqualTo(numbered(1_000, 1));
    assertThat(ids(pages.getLast().deployments())).containsExactly("n-00000");
  }

  @Test
  void deploymentsMadeBetweenPagesNeitherRepeatNorHideOthers() {
    insertMany(6, DeploymentState.DEPLOYED);
    var between = new ArrayList<Integer>();
    List<DeploymentPage> pages =
        pages(
            EVERYTHING.atMost(2),
            page -> {
              inserted(number(100 + between.size()));
              between.add(1);
            });
    assertThat(ids(deployments(pages))).isEqualTo(numbered(5, 0));
  }

  @Test
  void deploymentsDeletedBetweenPagesNeitherRepeatNorHideOthers() {
    insertMany(6, DeploymentState.DEPLOYED);
    List<DeploymentPage> pages =
        pages(DeploymentQuery.active().atMost(2), page -> page.deployments().forEach(this::delete));
    assertThat(ids(deployments(pages))).isEqualTo(numbered(5, 0));
    assertThat(store.list(DeploymentQuery.active()).deployments()).isEmpty();
  }

  @Test
  void aCursorServesPagesOfAnotherSize() {
    insertMany(5, DeploymentState.DEPLOYED);
    String cursor = store.list(EVERYTHING.atMost(1)).next().orElseThrow();
    assertThat(ids(store.list(EVERYTHING.after(cursor).atMost(3)).deployments()))
        .isEqualTo(numbered(3, 1));
  }

  @Test
  void aCursorIsFitForAUrlAsItIs() {
    inserted(Sample.of("Id_with.all-kinds"));
    inserted(Sample.of("one").at(Instant.MAX));
    pages(EVERYTHING.atMost(1), page -> {})
        .forEach(page -> page.next().ifPresent(next -> assertThat(next).matches("[-._~\\w]+")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "null",
        "{\"$gt\":\"\"}",
        "$where",
        "../../etc/passwd",
        "한국어",
        "\u0000",
        "00000000000000000000000000",
        "00000000000000000000000000_",
        "٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠_a",
        "99999999999999999999999999999999999999_a",
        "00000000000000000000000000_a b",
        "00000000000000000000000000_a\n"
      })
  void aCursorThatIsNoneIsRejected(String cursor) {
    insertMany(2, DeploymentState.DEPLOYED);
    assertThatThrownBy(() -> store.list(EVERYTHING.after(cursor)))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("cursor");
  }

  @Test
  void aCursorOfAMebibyteIsRejected() {
    String cursor = "0".repeat(1 << 20);
    assertThatThrownBy(() -> store.list(EVERYTHING.after(cursor)))
        .isInstanceOf(RejectedException.class);
  }

  @ParameterizedTest
  @EnumSource(DeploymentState.class)
  void aListHoldsThoseInTheStatesAskedFor(DeploymentState wanted) {
    for (DeploymentState any : DeploymentState.values()) {
      inserted(Sample.of(any.wireName()).in(any));
    }
    DeploymentQuery query = DeploymentQuery.in(Set.of(wanted));
    assertThat(ids(store.list(query).deployments())).containsExactly(wanted.wireName());
  }

  @Test
  void aListOfNoStatesIsEmpty() {
    inserted(Sample.of("one"));
    assertThat(store.list(DeploymentQuery.in(Set.of())).deployments()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(WorkloadPhase.class)
  void aListHoldsThoseInThePhasesAskedFor(WorkloadPhase wanted) {
    for (WorkloadPhase any : WorkloadPhase.values()) {
      inserted(Sample.of(any.wireName()).with(Sample.inPhase(any)));
    }
    DeploymentQuery query = EVERYTHING.inPhases(Set.of(wanted));
    assertThat(ids(store.list(query).deployments())).containsExactly(wanted.wireName());
  }

  @Test
  void whatRunsNothingIsDeployed() {
    inserted(Sample.of("one").with(Sample.configMap("default", "settings")));
    assertThat(store.list(EVERYTHING.inPhases(Set.of(WorkloadPhase.DEPLOYED))).deployments())
        .hasSize(1);
    assertThat(store.list(EVERYTHING.inPhases(Set.of(WorkloadPhase.PENDING))).deployments())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(DeploymentState.class)
  void aPhaseIsTheOneThatTheDeploymentTells(DeploymentState any) {
    Deployment told = inserted(Sample.of("one").in(any));
    assertThat(store.list(EVERYTHING.inPhases(Set.of(told.phase()))).deployments()).hasSize(1);
  }

  @Test
  void aPhaseIsThatOfThePrimaryResource() {
    DeployedResource other =
        Sample.resource(ref("apps/v1", "Deployment", "web"))
            .observed(Sample.status(WorkloadPhase.RUNNING));
    inserted(Sample.of("one").with(other, Sample.inPhase(WorkloadPhase.FAILED)));
    assertThat(store.list(EVERYTHING.inPhases(Set.of(WorkloadPhase.RUNNING))).deployments())
        .isEmpty();
    assertThat(store.list(EVERYTHING.inPhases(Set.of(WorkloadPhase.FAILED))).deployments())
        .hasSize(1);
  }

  @Test
  void aListOfAllPhasesHoldsThoseThatRunNothing() {
    inserted(Sample.of("one").with(Sample.configMap("default", "settings")));
    assertThat(all()).hasSize(1);
  }

  @Test
  void aPhaseIsListedAsItIsAfterAReplacement() {
    Deployment one = inserted(Sample.of("one").with(Sample.inPhase(WorkloadPhase.RUNNING)));
    replaced(one.with(List.of(Sample.inPhase(WorkloadPhase.COMPLETED))));
    assertThat(store.list(EVERYTHING.inPhases(Set.of(WorkloadPhase.RUNNING))).deployments())
        .isEmpty();
    assertThat(store.list(EVERYTHING.inPhases(Set.of(WorkloadPhase.COMPLETED))).deployments())
        .hasSize(1);
  }

  @Test
  void aListHoldsThoseWhosePrimaryResourceIsInTheNamespaceAskedFor() {
    inserted(Sample.of("here").with(Sample.configMap("there", "c"), Sample.job("here", "j")));
    inserted(Sample.of("there").with(Sample.job("there", "j"), Sample.configMap("here", "c")));
    inserted(
        Sample.of("nowhere")
            .with(Sample.resource(new ResourceRef(Kind.NAMESPACE, Optional.empty(), "here"))));
    assertThat(ids(store.list(EVERYTHING.inNamespace("here")).deployments()))
        .containsExactly("here");
    assertThat(store.list(EVERYTHING.inNamespace("default")).deployments()).isEmpty();
    assertThat(store.list(EVERYTHING.inNamespace("")).deployments()).isEmpty();
    assertThat(store.list(EVERYTHING.inNamespace("{\"$gt\":\"\"}")).deployments()).isEmpty();
  }

  @Test
  void filtersHoldTogetherAcrossPages() {
    for (int i = 0; i < 12; i++) {
      inserted(
          number(i)
              .in(i % 2 == 0 ? DeploymentState.DEPLOYED : DeploymentState.DELETED)
              .with(
                  Sample.job(i % 3 == 0 ? "here" : "there", "j")
                      .observed(Sample.status(WorkloadPhase.RUNNING))));
    }
    DeploymentQuery query =
        DeploymentQuery.active()
            .inNamespace("here")
            .inPhases(Set.of(WorkloadPhase.RUNNING, WorkloadPhase.FAILED))
            .atMost(1);
    assertThat(ids(paged(query))).containsExactly("n-00006", "n-00000");
  }

  @Test
  void aListWithoutManifestsIsSlimAndPagedAlike() {
    List<Deployment> all = List.of(inserted(Sample.full("one")), inserted(number(1)));
    DeploymentQuery slim = EVERYTHING.withoutManifests();
    assertThat(store.list(slim).deployments())
        .containsExactlyInAnyOrderElementsOf(all.stream().map(Deployment::slim).toList());
    assertThat(paged(slim.atMost(1))).isEqualTo(store.list(slim).deployments());
    assertThat(found("one")).isEqualTo(all.getFirst());
  }

  // What is read equals what was written

  @Test
  void everyFieldIsReadAsItWasWritten() {
    Deployment full = inserted(Sample.full("one"));
    assertThat(full).isEqualTo(Sample.full("one").withVersion(1));
    assertThat(found("one")).isEqualTo(full);
    assertThat(all()).containsExactly(full);
    assertThat(store.findUnfinished()).containsExactly(full);
    assertThat(store.findByIdempotencyKey("alice:a.b$c")).contains(full);
  }

  @Test
  void membersOfJsonKeepTheirOrder() {
    inserted(Sample.full("one"));
    assertThat(found("one").primary().before().orElseThrow().toString())
        .isEqualTo(Sample.tree().toString());
  }

  @Test
  void textThatIsEmptyIsNotTextThatIsAbsent() {
    DeployedResource job = Sample.job("default", "test-job");
    DeployedResource odd =
        new DeployedResource(
            job.ref(),
            job.action(),
            job.outcome(),
            Optional.empty(),
            Optional.of(""),
            Optional.empty(),
            Optional.of(
                Sample.status(WorkloadPhase.FAILED).because(Cause.of(Cause.Type.OTHER, ""))));
    Deployment one = inserted(Sample.of("one").saying("").with(odd));
    assertThat(found("one")).isEqualTo(one);
  }

  @Test
  void everyWordOfTheModelIsReadAsItWasWritten() {
    for (Outcome outcome : Outcome.values()) {
      roundTrip(Sample.job("default", "test-job").ended(outcome, "why"));
    }
    for (Action action : Action.values()) {
      roundTrip(
          DeployedResource.planned(
              ResourceRef.job("default", "test-job"), action, Optional.empty()));
    }
    for (WorkloadPhase phase : WorkloadPhase.values()) {
      roundTrip(Sample.inPhase(phase));
    }
    for (Cause.Type type : Cause.Type.values()) {
      roundTrip(
          Sample.job("default", "test-job")
              .observed(Sample.status(WorkloadPhase.FAILED).because(Cause.of(type, "why"))));
    }
  }

  @ParameterizedTest
  @EnumSource(DeploymentState.class)
  void everyStateIsReadAsItWasWritten(DeploymentState any) {
    Deployment one = inserted(Sample.of("one").in(any));
    assertThat(found("one")).isEqualTo(one);
  }

  @Test
  void aManifestOfAMebibyteIsReadAsItWasWritten() {
    Deployment one = inserted(Sample.of("one").saying("가나다 🚀\n".repeat((1 << 20) / 15)));
    assertThat(found("one")).isEqualTo(one);
  }

  @Test
  void aHundredResourcesAreReadInTheirOrder() {
    DeployedResource[] many =
        IntStream.range(0, 100)
            .mapToObj(i -> Sample.configMap("default", "settings-" + i))
            .toArray(DeployedResource[]::new);
    Deployment one = inserted(Sample.of("one").with(many));
    assertThat(found("one")).isEqualTo(one);
  }

  // Living and ending

  @Test
  void checkReturnsWhereReadsAreServed() {
    state.check();
    assertThat(store.count(ALL)).isZero();
  }

  @Test
  void closingIsIdempotentAndEveryLaterCallIsUnavailable() {
    inserted(Sample.of("one"));
    state.close();
    state.close();
    assertUnavailable(() -> state.check());
    assertUnavailable(() -> store.insert(Sample.of("two").deployment()));
    assertUnavailable(() -> store.replace(Sample.of("one").deployment()));
    assertUnavailable(() -> store.find(new DeploymentId("one")));
    assertUnavailable(() -> store.list(EVERYTHING));
    assertUnavailable(() -> state.deployments().count(ALL));
  }

  private static void assertUnavailable(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(UnavailableException.class);
  }

  private void roundTrip(DeployedResource resource) {
    Deployment one = inserted(Sample.of(DeploymentId.random().value()).with(resource));
    assertThat(store.find(one.id())).contains(one);
  }

  private Deployment inserted(Sample sample) {
    return inserted(sample.deployment());
  }

  private Deployment inserted(Deployment deployment) {
    return switch (store.insert(deployment)) {
      case Insertion.Inserted done -> done.deployment();
      case Insertion.KeyTaken taken -> throw new AssertionError("the key is taken: " + taken);
    };
  }

  private Deployment replaced(Deployment deployment) {
    return store.replace(deployment).orElseThrow();
  }

  private Deployment found(String id) {
    return store.find(new DeploymentId(id)).orElseThrow();
  }

  private void delete(Deployment deployment) {
    replaced(deployment.deleted(deployment.createdBy(), Sample.NOON));
  }

  private static Deployment leased(Deployment deployment) {
    return deployment.withLease(Optional.of(Sample.LEASE));
  }

  private static Deployment longer(Deployment found, int number) {
    String said = found.primary().reason().map(before -> before + " ").orElse("");
    return found.ended(found.primary().ref(), Outcome.CREATED, said + number);
  }

  private List<Deployment> all() {
    return store.list(EVERYTHING).deployments();
  }

  private List<Deployment> paged(DeploymentQuery query) {
    return deployments(pages(query, page -> {}));
  }

  private static List<Deployment> deployments(List<DeploymentPage> pages) {
    return pages.stream().flatMap(page -> page.deployments().stream()).toList();
  }

  private List<DeploymentPage> pages(DeploymentQuery query, Consumer<DeploymentPage> between) {
    var pages = new ArrayList<DeploymentPage>();
    Optional<DeploymentQuery> next = Optional.of(query);
    while (next.isPresent()) {
      DeploymentPage page = store.list(next.get());
      assertThat(page.deployments()).hasSizeLessThanOrEqualTo(query.most());
      pages.add(page);
      between.accept(page);
      next = page.next().map(query::after);
    }
    return pages;
  }

  private void insertMany(int number, DeploymentState in) {
    IntStream.range(0, number).forEach(i -> inserted(number(i).in(in)));
  }

  /** The later the number, the newer. */
  private static Sample number(int i) {
    return Sample.of("n-%05d".formatted(i)).at(Sample.NOON.plusNanos(i));
  }

  private static List<String> numbered(int from, int to) {
    int step = from <= to ? 1 : -1;
    return IntStream.iterate(from, i -> i != to + step, i -> i + step)
        .mapToObj("n-%05d"::formatted)
        .toList();
  }

  private static List<String> ids(List<Deployment> deployments) {
    return deployments.stream().map(deployment -> deployment.id().value()).toList();
  }

  private static ResourceRef ref(String apiVersion, String kind, String name) {
    return new ResourceRef(new Kind(apiVersion, kind), Optional.of("default"), name);
  }

  private static boolean wins(Runnable insert) {
    try {
      insert.run();
      return true;
    } catch (ConflictException lost) {
      return false;
    }
  }

  private static <T> List<T> together(Race.Racer<T> racer) throws Exception {
    return Race.of(RACERS, racer);
  }
}
