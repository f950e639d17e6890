package io.benchmarkdeployer.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.LimitException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.usecase.SessionLimits;
import io.benchmarkdeployer.core.usecase.SessionRequest;
import io.benchmarkdeployer.testkit.ContainerScript;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateSessionTest {
  private static final String TWO_CONTAINERS =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: two
      spec:
        template:
          metadata:
            annotations:
              kubectl.kubernetes.io/default-container: second
          spec:
            containers:
            - name: first
              image: busybox
            - name: second
              image: busybox
            - name: third
              image: short
            restartPolicy: Never
      """;

  private static final SessionLimits FEW =
      new SessionLimits(
          Duration.ofSeconds(60),
          Duration.ofMinutes(30),
          Duration.ofHours(8),
          Duration.ofMinutes(5),
          2,
          3,
          64 << 10,
          Set.of("sh"));

  private final SessionScene scene = new SessionScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aSessionIsMadeInTheJobsPodAndPutOnRecord() {
    TerminalSession session = scene.terminals.create().run(SessionScene.request());

    assertThat(session.state()).isEqualTo(TerminalSession.State.CREATED);
    assertThat(session.owner()).isEqualTo(World.ANN);
    assertThat(session.askedShell()).isEqualTo("/bin/bash");
    assertThat(session.container().container()).isEqualTo("test");
    assertThat(session.container().podUid()).isEqualTo(pod().uid());
    assertThat(session.jobUid()).isEqualTo(scene.world.job().orElseThrow().uid());
    assertThat(scene.recorded(session.id())).isEqualTo(session);
    assertThat(scene.terminals.list(Optional.of("test-job"))).containsExactly(session);
  }

  private Pod pod() {
    return pods("test-job").getFirst();
  }

  private List<Pod> pods(String job) {
    return scene
        .world
        .cluster
        .list(Selector.of(Kind.POD).in("default").withLabel("job-name", job))
        .stream()
        .map(Pod::of)
        .toList();
  }

  @Test
  void thePodMayBeNamed() {
    assertThat(create(SessionScene.request().withPod(pod().name())).container().pod())
        .isEqualTo(pod().name());
  }

  private TerminalSession create(SessionRequest request) {
    return scene.terminals.create().run(request);
  }

  @Test
  void thePodsAnnotationNamesTheContainerForThoseWhoDoNot() {
    deployTwo();

    assertThat(create(two()).container().container()).isEqualTo("second");
    assertThat(create(two().withContainer("first")).container().container()).isEqualTo("first");
  }

  private void deployTwo() {
    scene.world.containers.teachImage("short", ContainerScript.printing("x").thenExiting(3));
    scene.world.deploy(TWO_CONTAINERS);
    scene.world.clock.advance(Duration.ofSeconds(2));
  }

  private static SessionRequest two() {
    return SessionRequest.of("default", "two", World.ANN);
  }

  @Test
  void aContainerThatIsNotThereOrHasEndedIsAClearError() {
    deployTwo();

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> create(two().withContainer("nosuch")))
        .withMessageContaining("no container nosuch; it has first, second, third");
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> create(two().withContainer("third")))
        .withMessageContaining("does not run: it has ended with code 3");
  }

  @Test
  void aContainerThatWaitsIsAClearError() {
    scene.world.containers.missImage("nosuch");
    scene.world.deploy(Manifests.JOB.replace("test-job", "waits").replace("busybox", "nosuch"));
    scene.world.clock.advance(Duration.ofSeconds(2));

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> create(SessionRequest.of("default", "waits", World.ANN)))
        .withMessageContaining("has no running pod: it is pending");
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(
            () ->
                create(
                    SessionRequest.of("default", "waits", World.ANN)
                        .withPod(pods("waits").getFirst().name())))
        .withMessageContaining("waits");
  }

  @Test
  void aJobThatHasCompletedHasNoShell() {
    scene.world.containers.teachImage("short", ContainerScript.printing("x"));
    scene.world.deploy(Manifests.JOB.replace("test-job", "done").replace("busybox", "short"));
    scene.world.clock.advance(Duration.ofMinutes(1));
    var request = SessionRequest.of("default", "done", World.ANN);

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> create(request))
        .withMessageContaining("has no running pod: it is completed");
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> create(request.withPod(pods("done").getFirst().name())))
        .withMessageContaining("does not run");
  }

  @Test
  void thereMustBeSuchAJobAndSuchAPod() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> create(SessionRequest.of("default", "nosuch", World.ANN)));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> create(SessionScene.request().withPod("nosuch")));
  }

  @Test
  void aJobThatWeDidNotDeployIsRefused() {
    LiveObject ours = scene.world.job().orElseThrow();
    scene.world.create(
        ResourceRef.job("default", "theirs"),
        ours.content().withAt(Json.text("theirs"), "metadata", "name"));
    scene.world.clock.advance(Duration.ofSeconds(2));

    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> create(SessionRequest.of("default", "theirs", World.ANN)))
        .withMessageContaining("only pods of jobs that this service deployed");
  }

  @Test
  void aPodWithAForgedLabelIsRefused() {
    forge("forged", Json.Obj.EMPTY);

    assertForged();
  }

  @Test
  void aPodWithAForgedOwnerIsRefused() {
    Json owner =
        Json.object("apiVersion", Json.text("batch/v1"))
            .with("kind", Json.text("Job"))
            .with("name", Json.text("test-job"))
            .with("uid", Json.text("00000000-0000-0000-0000-000000000000"))
            .with("controller", new Json.Bool(true));
    forge(
        "forged",
        Json.Obj.EMPTY.withAt(new Json.Arr(List.of(owner)), "metadata", "ownerReferences"));

    assertForged();
  }

  @Test
  void aPodThatTheJobOwnsButDoesNotControlIsRefused() {
    Json owner =
        Json.object("apiVersion", Json.text("batch/v1"))
            .with("kind", Json.text("Job"))
            .with("name", Json.text("test-job"))
            .with("uid", Json.text(scene.world.job().orElseThrow().uid().value()));
    forge(
        "forged",
        Json.Obj.EMPTY.withAt(new Json.Arr(List.of(owner)), "metadata", "ownerReferences"));

    assertForged();
  }

  private void forge(String name, Json.Obj content) {
    Json.Obj container = Json.object("name", Json.text("test")).with("image", Json.text("busybox"));
    scene.world.create(
        new ResourceRef(Kind.POD, Optional.of("default"), name),
        content
            .withAt(Json.text("test-job"), "metadata", "labels", "job-name")
            .withAt(new Json.Arr(List.of(container)), "spec", "containers"));
    scene.world.clock.advance(Duration.ofSeconds(2));
  }

  private void assertForged() {
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> create(SessionScene.request().withPod("forged")))
        .withMessageContaining("was not made by Job default/test-job");
    assertThat(create(SessionScene.request()).container().pod()).isNotEqualTo("forged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../kube-system/pods/x", "a/b", "", "A", "x\n"})
  void aMalformedPodNameIsRefused(String name) {
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> create(SessionScene.request().withPod(name)))
        .withMessageContaining("pod_name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"main&command=id", "a.b", "", "../x"})
  void aMalformedContainerNameIsRefused(String name) {
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> create(SessionScene.request().withContainer(name)))
        .withMessageContaining("container_name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "/bin/sh", "/usr/local/bin/bash", "ash", "zsh", "/bin/dash"})
  void aShellOfTheListMayBeAskedForWithAPathOrWithout(String shell) {
    assertThat(create(SessionScene.request().withShell(shell)).askedShell()).isEqualTo(shell);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "/bin/id",
        "sh -c id",
        "bin/sh",
        "/bin/../bin/sh",
        "",
        "/",
        "/bin/sh\n",
        "python",
        "./sh"
      })
  void nothingElseIsAShell(String shell) {
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> create(SessionScene.request().withShell(shell)))
        .withMessageContaining("shell must be one of ash, bash, dash, sh, zsh");
  }

  @Test
  void whoNamesNoShellGetsOneThatIsAllowed() {
    try (var few = new SessionScene(FEW)) {
      assertThat(few.terminals.create().run(SessionScene.request()).askedShell())
          .isEqualTo("/bin/sh");
    }
  }

  @Test
  void thereAreOnlySoManyOfAJobAndInAll() {
    try (var few = new SessionScene(FEW)) {
      few.create();
      few.create();

      assertThatExceptionOfType(LimitException.class)
          .isThrownBy(few::create)
          .withMessageContaining("Job default/test-job has 2 terminal sessions already");
      assertThat(few.world.state.sessions().list(Optional.empty())).hasSize(2);

      few.world.deploy(Manifests.JOB.replace("test-job", "other"));
      few.world.clock.advance(Duration.ofSeconds(2));
      var other = SessionRequest.of("default", "other", World.ANN);
      few.terminals.create().run(other);
      assertThatExceptionOfType(LimitException.class)
          .isThrownBy(() -> few.terminals.create().run(other))
          .withMessageContaining("There are 3 terminal sessions already");
    }
  }

  @Test
  void ofManyAtOnceNoMoreThanAllowedAreMade() {
    try (var few = new SessionScene(FEW)) {
      var threads = IntStream.range(0, 20).mapToObj(i -> inBackground(few)).toList();
      threads.forEach(SessionScene.Joining::join);

      assertThat(few.world.state.sessions().open()).hasSizeLessThanOrEqualTo(2);
    }
  }

  private static SessionScene.Joining inBackground(SessionScene few) {
    return SessionScene.Joining.of(
        () -> {
          try {
            few.create();
          } catch (LimitException expected) {
            // Some must be refused.
          }
        });
  }

  @Test
  void aSessionThatEndedMakesRoom() {
    try (var few = new SessionScene(FEW)) {
      TerminalSession first = few.create();
      few.create();
      few.terminals.end().run(first.id(), World.ANN);

      assertThat(few.create().isOpen()).isTrue();
    }
  }
}
