package io.benchmarkdeployer.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LogCapture;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.core.usecase.JobLog;
import io.benchmarkdeployer.core.usecase.JobLogQuery;
import io.benchmarkdeployer.core.usecase.Limits;
import io.benchmarkdeployer.core.usecase.LogFollower;
import io.benchmarkdeployer.core.usecase.LogFollower.Part;
import io.benchmarkdeployer.core.usecase.LogLimits;
import io.benchmarkdeployer.core.usecase.LogQuery;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.Faults;
import io.benchmarkdeployer.testkit.FaultyState;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything that a job prints is kept, whatever breaks on the way. */
@Timeout(60)
class CaptureTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Limits LIMITS =
      Limits.DEFAULT.withLease(Duration.ofSeconds(2)).withDisappearance(Duration.ofSeconds(2));
  private static final ResourceRef JOB = ResourceRef.job("default", "test-job");
  private static final ResourceRef LOGIN =
      new ResourceRef(Kind.SECRET, Optional.of("default"), "login");
  private static final String JOB_WITH_LOGIN =
      Manifests.JOB.replace(
          "command:",
          "env: [{name: A, valueFrom: {secretKeyRef: {name: login, key: password}}}]\n"
              + "        command:");

  private final MemoryCluster cluster = MemoryCluster.start();
  private final MemoryState state = new MemoryState();
  private final List<Deployer> deployers = new ArrayList<>();

  @AfterEach
  void close() {
    deployers.forEach(Deployer::close);
    cluster.close();
    state.close();
  }

  private Deployer start(ClusterPort on, StatePort with) {
    return start(on, with, LIMITS);
  }

  private Deployer start(ClusterPort on, StatePort with, Limits limits) {
    Deployer deployer = Deployer.on(on, with).limits(limits).build().start();
    deployers.add(deployer);
    return deployer;
  }

  private void play(ContainerScript script) {
    cluster.scripts().teachImage("busybox", script);
  }

  private static String[] numbered(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "line " + i).toArray(String[]::new);
  }

  private static Deployer deploy(Deployer deployer) {
    deployer.deploy().run(DeployRequest.of(Manifests.JOB));
    return deployer;
  }

  /** Follows it to its end. */
  private static Followed follow(Deployer deployer, LogQuery query) throws Exception {
    try (LogFollower follower = deployer.followLog().run(query)) {
      var entries = new ArrayList<LogEntry>();
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < end) {
        switch (follower.next(Duration.ofSeconds(1))) {
          case Part.Entries some -> entries.addAll(some.batch().entries());
          case Part.End last -> {
            return new Followed(entries, last.log());
          }
          case Part.Status status -> {}
          case Part.Quiet quiet -> {}
          case Part.Closed closed -> throw new AssertionError("closed");
        }
      }
      throw new AssertionError("the log does not end after " + entries.size() + " entries");
    }
  }

  private static Followed follow(Deployer deployer) throws Exception {
    return follow(deployer, LogQuery.of("default", "test-job"));
  }

  private record Followed(List<LogEntry> entries, CapturedLog log) {
    List<String> texts() {
      return entries.stream().flatMap(Followed::text).toList();
    }

    private static Stream<String> text(LogEntry entry) {
      return entry instanceof LogEntry.Line line ? Stream.of(line.text()) : Stream.empty();
    }

    List<LogEntry> gaps() {
      return entries.stream().filter(entry -> !(entry instanceof LogEntry.Line)).toList();
    }
  }

  @Test
  void whatAJobPrintsIsFollowedFromItsFirstLineToItsEnd() throws Exception {
    play(ContainerScript.printing(numbered(1, 100)).thenExiting(0));
    Deployer deployer = deploy(start(cluster, state));

    Followed followed = follow(deployer);

    assertThat(followed.texts()).containsExactly(numbered(1, 100));
    assertThat(followed.entries()).extracting(LogEntry::sequence).isSorted().startsWith(1L);
    assertThat(followed.log().isWhole()).isTrue();
    assertThat(followed.log().outcome()).contains(WorkloadPhase.COMPLETED);
    assertThat(followed.log().captures())
        .singleElement()
        .extracting(LogCapture::state)
        .isEqualTo(LogCapture.State.SEALED);
  }

  @Test
  void whatComesWhileOneFollowsIsSeenAsItComes() throws Exception {
    play(
        ContainerScript.printing("early")
            .thenWaiting(Duration.ofSeconds(1))
            .thenPrinting("late")
            .thenWaiting(Duration.ofSeconds(60)));
    Deployer deployer = deploy(start(cluster, state));

    try (LogFollower follower = deployer.followLog().run(LogQuery.of("default", "test-job"))) {
      var texts = new ArrayList<String>();
      while (!texts.contains("late")) {
        if (follower.next(PATIENCE) instanceof Part.Entries some) {
          some.batch().entries().forEach(entry -> texts.add(((LogEntry.Line) entry).text()));
        }
      }
      assertThat(texts).containsExactly("early", "late");
    }
  }

  @Test
  void manyCutsLoseNothingAndRepeatNothing() throws Exception {
    play(ContainerScript.printing(numbered(1, 20_000)).thenExiting(0));
    var random = new Random(4);
    var cutting =
        new CuttingCluster(cluster, number -> number < 200 ? random.nextInt(500) : 1 << 30);
    Deployer deployer = deploy(start(cutting, state));

    Followed followed = follow(deployer);

    assertThat(followed.texts()).containsExactly(numbered(1, 20_000));
    assertThat(followed.log().isWhole()).isTrue();
  }

  @Test
  void equalLinesSurviveTheCuts() throws Exception {
    String[] same = Stream.generate(() -> "same").limit(2_000).toArray(String[]::new);
    play(ContainerScript.printing(same).thenExiting(0));
    Deployer deployer =
        deploy(start(new CuttingCluster(cluster, number -> number < 20 ? 77 : 1 << 30), state));

    assertThat(follow(deployer).texts()).containsExactly(same);
  }

  @Test
  void lastWordsWithoutALineFeedAreKeptOnce() throws Exception {
    play(ContainerScript.printing("first").thenPrintingRaw("last").thenExiting(0));
    Deployer deployer = deploy(start(cluster, state));

    Followed followed = follow(deployer);

    assertThat(followed.texts()).containsExactly("first", "last");
    assertThat(((LogEntry.Line) followed.entries().getLast()).ended()).isFalse();
    assertThat(followed.log().captures().getFirst().exitCode()).hasValue(0);
  }

  @Test
  void theLogIsStillThereWhenTheClusterHasForgottenTheJob() throws Exception {
    play(ContainerScript.printing(numbered(1, 50)).thenExiting(0));
    Deployer deployer = deploy(start(cluster, state));
    follow(deployer);

    cluster.actingAs("kubectl").delete(JOB);

    assertThat(follow(deployer).texts()).containsExactly(numbered(1, 50));
  }

  @Test
  void aJobThatIsDeletedInAMiddleOfABurstHasALogThatSaysSo() throws Exception {
    play(ContainerScript.printing(numbered(1, 50)).thenRunningOn());
    Deployer deployer = deploy(start(cluster, state));
    try (LogFollower follower = deployer.followLog().run(LogQuery.of("default", "test-job"))) {
      while (!(follower.next(PATIENCE) instanceof Part.Entries)) {
        // Until something is there.
      }
    }

    cluster.actingAs("kubectl").delete(JOB);

    Followed followed = follow(deployer);
    assertThat(followed.texts()).containsExactly(numbered(1, 50));
    assertThat(followed.gaps()).isNotEmpty();
    assertThat(followed.log().isWhole()).isFalse();
    assertThat(followed.log().captures().getFirst().state()).isEqualTo(LogCapture.State.LOST);
    assertThat(followed.log().captures().getFirst().why()).contains("deleted");
  }

  @Test
  void aProcessThatDiesInTheMiddleIsSucceededByAnotherWithoutLossOrRepetition() throws Exception {
    play(
        ContainerScript.printing(numbered(1, 500))
            .thenWaiting(Duration.ofSeconds(4))
            .thenPrinting(numbered(501, 1_000))
            .thenExiting(0));
    var dying = new DyingState(state);
    Deployer first = deploy(start(cluster, dying.port));
    try (LogFollower follower = first.followLog().run(LogQuery.of("default", "test-job"))) {
      while (!(follower.next(PATIENCE) instanceof Part.Entries)) {
        // Until something is on record.
      }
    }

    dying.die();
    Deployer second = start(cluster, state);

    Followed followed = follow(second);
    assertThat(followed.texts()).containsExactly(numbered(1, 1_000));
    assertThat(followed.log().isWhole()).isTrue();
    assertThat(followed.log().fence()).isEqualTo(2);
  }

  @Test
  void aProcessThatStopsLetsGoOfTheLogAtOnce() throws Exception {
    play(
        ContainerScript.printing(numbered(1, 5))
            .thenWaiting(Duration.ofSeconds(2))
            .thenPrinting(numbered(6, 10))
            .thenExiting(0));
    Limits longLease = LIMITS.withLease(Duration.ofMinutes(10));
    Deployer first = deploy(start(cluster, state, longLease));
    try (LogFollower follower = first.followLog().run(LogQuery.of("default", "test-job"))) {
      while (!(follower.next(PATIENCE) instanceof Part.Entries)) {
        // Until something is on record.
      }
    }

    first.close();

    assertThat(follow(start(cluster, state, longLease)).texts()).containsExactly(numbered(1, 10));
  }

  @Test
  void ofTwoProcessesOneCapturesAndBothShowIt() throws Exception {
    play(
        ContainerScript.printing(numbered(1, 10))
            .thenWaiting(Duration.ofSeconds(1))
            .thenPrinting(numbered(11, 20))
            .thenExiting(0));
    var seenByOne = new CuttingCluster(cluster, number -> 1 << 30);
    var seenByOther = new CuttingCluster(cluster, number -> 1 << 30);
    Deployer one = start(seenByOne, state);
    Deployer other = start(seenByOther, state);

    deploy(one);

    assertThat(follow(one).texts()).containsExactly(numbered(1, 20));
    assertThat(follow(other).texts()).containsExactly(numbered(1, 20));
    assertThat(Math.min(seenByOne.followed(), seenByOther.followed())).isZero();
  }

  @Test
  void anAppendWhoseAnswerIsLostIsLookedUp() throws Exception {
    play(ContainerScript.printing(numbered(1, 100)).thenExiting(0));
    Faults faults =
        new Faults().failAt("after append 1", () -> new UnknownOutcomeException("no answer", null));
    Deployer deployer = deploy(start(cluster, new FaultyState(state, faults)));

    assertThat(follow(deployer).texts()).containsExactly(numbered(1, 100));
  }

  @Test
  void aStoreThatIsAwayForAMomentIsTriedAgain() throws Exception {
    play(ContainerScript.printing(numbered(1, 100)).thenExiting(0));
    Faults faults =
        new Faults()
            .failAt("before append 1", () -> new UnavailableException(How.UNREACHABLE, "away"))
            .failAt("before replaceLog 1", () -> new UnavailableException(How.UNREACHABLE, "away"));
    Deployer deployer = deploy(start(cluster, new FaultyState(state, faults)));

    assertThat(follow(deployer).texts()).containsExactly(numbered(1, 100));
  }

  @Test
  void ofALogOverItsLimitTheHeadAndTheTailAreKeptAndTheCutIsMarked() throws Exception {
    play(ContainerScript.printing(numbered(1, 100_000)).thenExiting(0));
    LogLimits narrow = new LogLimits(256 << 10, 1 << 20, Duration.ofDays(1), Duration.ofDays(1));
    Deployer deployer = deploy(start(cluster, state, LIMITS.withLogs(narrow)));

    Followed live = follow(deployer);
    Followed stored = follow(deployer);

    assertThat(live.log().isWhole()).isTrue();
    assertThat(stored.texts()).startsWith("line 1").endsWith("line 100000");
    assertThat(stored.gaps())
        .singleElement()
        .isInstanceOfSatisfying(
            LogEntry.Truncated.class,
            cut -> {
              assertThat(cut.sequence() - cut.first() + 1)
                  .isEqualTo(100_000 - stored.texts().size());
              assertThat(cut.bytes()).isPositive();
            });
    assertThat(stored.entries().stream().mapToLong(LogEntry::size).sum())
        .isLessThan(3L * (256 << 10));
  }

  @Test
  void whoReadsOnAfterACursorMissesNothingAndGetsNothingTwice() throws Exception {
    play(ContainerScript.printing(numbered(1, 3_000)).thenExiting(0));
    Deployer deployer = deploy(start(cluster, state));
    follow(deployer);

    for (long cursor : List.of(0L, 1L, 1_499L, 2_999L, 3_000L, 9_999L)) {
      int from = (int) Math.min(cursor, 3_000) + 1;
      assertThat(follow(deployer, LogQuery.of("default", "test-job").withAfter(cursor)).texts())
          .containsExactly(numbered(from, 3_000));
    }
  }

  @Test
  void aTailBeginsWithTheLastLines() throws Exception {
    play(ContainerScript.printing(numbered(1, 3_000)).thenExiting(0));
    Deployer deployer = deploy(start(cluster, state));
    follow(deployer);

    for (int lines : List.of(0, 1, 10, 2_999, 3_000, 5_000)) {
      int from = Math.max(1, 3_001 - lines);
      assertThat(follow(deployer, LogQuery.of("default", "test-job").withTail(lines)).texts())
          .containsExactly(numbered(from, 3_000));
    }
  }

  @Test
  void whereTheClusterHasThrownLinesAwayAGapSaysSo() throws Exception {
    play(
        ContainerScript.printing(numbered(1, 100))
            .thenWaiting(Duration.ofSeconds(2))
            .thenPrinting(numbered(101, 200))
            .thenWaiting(Duration.ofSeconds(5))
            .thenExiting(0));
    var rotating =
        new CuttingCluster(
            cluster, number -> number == 0 ? 50 : 1 << 30, number -> number == 1 ? 150 : 0);
    Deployer deployer = deploy(start(rotating, state));

    Followed followed = follow(deployer);

    assertThat(followed.texts()).startsWith("line 1").contains("line 50", "line 151");
    assertThat(followed.gaps()).isNotEmpty();
    assertThat(followed.log().captures().getFirst().state()).isEqualTo(LogCapture.State.GAPPED);
  }

  @Test
  void eachLifeOfAContainerIsThere() throws Exception {
    // At the limit the job's pod is deleted at once: what ended just before can't be read any more.
    play(ContainerScript.printing("a life").thenWaiting(Duration.ofSeconds(1)).thenExiting(1));
    Deployer deployer = start(cluster, state);
    String restarted =
        Manifests.JOB
            .replace("restartPolicy: Never", "restartPolicy: OnFailure")
            .replace("spec:\n  template:", "spec:\n  backoffLimit: 1\n  template:");

    deployer.deploy().run(DeployRequest.of(restarted));

    Followed followed = follow(deployer);
    assertThat(followed.texts()).hasSizeGreaterThanOrEqualTo(2).containsOnly("a life");
    assertThat(followed.log().outcome()).contains(WorkloadPhase.FAILED);
    assertThat(followed.log().captures()).extracting(one -> one.source().attempt()).contains(0, 1);
  }

  @Test
  void valuesOfSecretsAreMaskedBeforeTheyAreKept() throws Exception {
    play(
        ContainerScript.printing(
                "password=hunter2-and-more!", "\u001b[31mhunter2\u001b[0m-and-more")
            .thenPrintingRaw("hunter2-")
            .thenPrinting("and-more", "harmless")
            .thenExiting(0));
    Deployer deployer = start(cluster, state);

    deployer.deploy().run(DeployRequest.of(Manifests.all(Manifests.SECRET, Manifests.JOB)));

    Followed followed = follow(deployer);
    assertThat(followed.texts()).containsExactly("password=***!", "***", "***", "harmless");
    assertThat(followed.log().isWhole()).isTrue();
  }

  @Test
  void aReadRightAfterTheDeploymentIsMaskedToo() throws Exception {
    play(ContainerScript.printing("hunter2-and-more").thenRunningOn());
    Deployer deployer = start(cluster, state);
    deployer.deploy().run(DeployRequest.of(Manifests.all(Manifests.SECRET, Manifests.JOB)));

    var read = new ArrayList<String>();
    while (read.isEmpty()) {
      read.addAll(texts(deployer.readJobLog().run(JobLogQuery.of("default", "test-job"))));
    }

    assertThat(read).containsExactly("***");
  }

  @Test
  void whatMayTellAnUnknownSecretIsNotKept() throws Exception {
    play(ContainerScript.printing().thenWaiting(Duration.ofSeconds(1)).thenPrinting("hunter2"));
    Deployer unobserved = Deployer.on(cluster, state).limits(LIMITS).build();
    deployers.add(unobserved);
    unobserved.deploy().run(DeployRequest.of(Manifests.all(Manifests.SECRET, Manifests.JOB)));
    cluster.actingAs("kubectl").delete(LOGIN);

    Followed followed = follow(start(cluster, state));

    assertThat(followed.texts()).isEmpty();
    assertThat(followed.log().captures().getFirst().state()).isEqualTo(LogCapture.State.LOST);
    assertThat(followed.log().captures().getFirst().why()).contains("Secret").contains("gone");
  }

  /** Its pod goes on with what the Secret was. */
  @Test
  void afterASecretHasChangedWhileNobodyCapturedNothingMoreIsKept() throws Exception {
    createLogin();
    captureUpToAStop(
        ContainerScript.printing("early hunter2-and-more")
            .thenWaiting(Duration.ofSeconds(5))
            .thenPrinting("late hunter2-and-more")
            .thenExiting(0));
    cluster
        .actingAs("kubectl")
        .change(LOGIN, secret -> secret.withAt(Json.text("bmV3LXBhc3N3b3Jk"), "data", "password"));

    Followed followed = follow(start(cluster, state));

    assertThat(followed.texts()).containsExactly("early ***");
    assertThat(followed.log().captures().getFirst().state()).isEqualTo(LogCapture.State.LOST);
    assertThat(followed.log().captures().getFirst().why())
        .contains("Secret default/login is not as it was");
  }

  @Test
  void aLogWhoseSecretsAreAsTheyWereIsCapturedOn() throws Exception {
    createLogin();
    captureUpToAStop(
        ContainerScript.printing("early hunter2-and-more")
            .thenWaiting(Duration.ofSeconds(2))
            .thenPrinting("late hunter2-and-more")
            .thenExiting(0));

    Followed followed = follow(start(cluster, state));

    assertThat(followed.texts()).containsExactly("early ***", "late ***");
    assertThat(followed.log().isWhole()).isTrue();
  }

  private void createLogin() {
    cluster
        .actingAs("kubectl")
        .create(
            LOGIN,
            Json.object("apiVersion", Json.text("v1"))
                .with("kind", Json.text("Secret"))
                .withAt(Json.text("login"), "metadata", "name")
                .withAt(Json.text("default"), "metadata", "namespace")
                .withAt(Json.text("hunter2-and-more"), "stringData", "password"));
  }

  /** A job whose pod gets the Secret, captured by a process that stops after the first line. */
  private void captureUpToAStop(ContainerScript script) throws Exception {
    play(script);
    Deployer first = start(cluster, state);
    first.deploy().run(DeployRequest.of(JOB_WITH_LOGIN));
    try (LogFollower follower = first.followLog().run(LogQuery.of("default", "test-job"))) {
      while (!(follower.next(PATIENCE) instanceof Part.Entries)) {
        // Until something is on record.
      }
    }
    first.close();
  }

  @Test
  void aJobThatHasEndedIsDeletedOnceItsLogIsWhole() throws Exception {
    play(ContainerScript.printing(numbered(1, 5_000)).thenExiting(0));
    var slow = new CuttingCluster(cluster, number -> number < 5 ? 10 : 1 << 30);
    Deployer deployer = deploy(start(slow, state));
    deployer.awaitJob().run("default", "test-job", PATIENCE);

    deployer.deleteJob().run("default", "test-job", Caller.SERVICE);

    CapturedLog log = deployer.log("default", "test-job").orElseThrow();
    assertThat(log.isWhole()).isTrue();
    assertThat(follow(deployer).texts()).containsExactly(numbered(1, 5_000));
  }

  @Test
  void theLegacyReadOfAJobThatHasEndedHasItsLastWordsAndOutlivesTheJob() throws Exception {
    play(ContainerScript.printing(numbered(1, 20)).thenExiting(0));
    Deployer deployer = deploy(start(cluster, state));
    deployer.awaitJob().run("default", "test-job", PATIENCE);

    JobLogQuery query = JobLogQuery.of("default", "test-job").withTail(3);
    assertThat(texts(deployer.readJobLog().run(query))).containsExactly(numbered(18, 20));

    cluster.actingAs("kubectl").delete(JOB);
    assertThat(texts(deployer.readJobLog().run(query))).containsExactly(numbered(18, 20));
  }

  private static List<String> texts(JobLog log) {
    return log.entries().stream().map(entry -> entry.line().text()).toList();
  }

  @Test
  void whatIsOldIsForgottenUnlessItIsPinned() throws Exception {
    play(ContainerScript.printing("x").thenExiting(0));
    LogLimits brief = new LogLimits(1 << 20, 1 << 20, Duration.ofMillis(1), Duration.ofMillis(1));
    Deployer first = deploy(start(cluster, state, LIMITS.withLogs(brief)));
    follow(first);
    first.pinLog().run("default", "test-job", true);
    first.close();

    Deployer second = start(cluster, state, LIMITS.withLogs(brief));
    await()
        .during(Duration.ofSeconds(2))
        .until(() -> second.log("default", "test-job").isPresent());
    second.pinLog().run("default", "test-job", false);
    cluster.actingAs("kubectl").delete(JOB);
    second.close();

    Deployer third = start(cluster, state, LIMITS.withLogs(brief));
    await().atMost(PATIENCE).until(() -> third.log("default", "test-job").isEmpty());
  }

  /** A state that a process loses in the middle of its work, as when it is killed. */
  private static final class DyingState {
    private final AtomicBoolean dead = new AtomicBoolean();
    private final StatePort port;

    DyingState(StatePort state) {
      this.port = mortal(StatePort.class, state);
    }

    void die() {
      dead.set(true);
    }

    private <T> T mortal(Class<T> type, Object living) {
      InvocationHandler handler =
          (proxy, method, arguments) -> {
            if (dead.get()) {
              throw new UnavailableException(How.UNREACHABLE, "this process is dead");
            }
            Object answer = answer(living, method, arguments);
            Class<?> store = method.getReturnType();
            return store.getName().endsWith("Store") ? mortal(store, answer) : answer;
          };
      return type.cast(
          Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object answer(Object living, Method method, Object[] arguments)
        throws Throwable {
      try {
        return method.invoke(living, arguments);
      } catch (InvocationTargetException failed) {
        throw failed.getCause();
      }
    }
  }
}
