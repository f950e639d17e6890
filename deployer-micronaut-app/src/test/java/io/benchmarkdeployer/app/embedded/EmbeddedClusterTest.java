package io.benchmarkdeployer.app.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.Cause;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.usecase.AwaitJob.Waited;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.core.usecase.JobLogQuery;
import io.benchmarkdeployer.testkit.MemoryState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Jobs of the embedded mode, through the core, as real processes. */
@EnabledOnOs(OS.LINUX)
class EmbeddedClusterTest {
  private static final String NAMESPACE = "bench";
  private static final String THREE = "parallelism: 3\n  completions: 3";
  private static final Duration SOON = Duration.ofSeconds(30);

  private ClusterPort cluster;
  private MemoryState state;
  private Deployer deployer;

  @BeforeEach
  void start() {
    start(EmbeddedCluster.start());
  }

  private void start(ClusterPort one) {
    cluster = one;
    state = new MemoryState();
    deployer = Deployer.on(cluster, state).build().start();
  }

  @AfterEach
  void stopAll() {
    stop();
    assertThat(containers()).isEmpty();
  }

  private void stop() {
    deployer.close();
    cluster.close();
    state.close();
  }

  @Test
  void theSampleJobRunsIsReadAndIsDeletedWithItsProcesses() throws Exception {
    Deployment deployment =
        deployer
            .deploy()
            .run(
                DeployRequest.of(
                        """
                        apiVersion: batch/v1
                        kind: Job
                        metadata:
                          name: test-job
                        spec:
                          template:
                            spec:
                              containers:
                              - name: test
                                image: busybox
                                command: ['sh', '-c', 'echo hello; sleep 3600']
                              restartPolicy: Never
                        """)
                    .in(NAMESPACE));
    await().until(() -> status("test-job").phase() == WorkloadPhase.RUNNING);
    await().untilAsserted(() -> assertThat(log("test-job")).containsExactly("hello"));
    assertThat(containers()).hasSize(2);

    deployer.deleteDeployment().run(deployment.id(), Caller.ANONYMOUS);

    await().atMost(Duration.ofSeconds(10)).until(() -> containers().isEmpty());
    assertThat(cluster.find(deployment.resources().getFirst().ref())).isEmpty();
  }

  @Test
  void aLogComesBackByteForByte() throws Exception {
    deploy(
        "exact",
        """
        command: [printf, '%s\\n']
        args: ['{"tput": 1e3, "ok": true}', '안녕하세요', '', '  끝  ']
        """);

    assertThat(finished("exact").phase()).isEqualTo(WorkloadPhase.COMPLETED);
    assertThat(log("exact")).containsExactly("{\"tput\": 1e3, \"ok\": true}", "안녕하세요", "", "  끝  ");
  }

  @Test
  void variablesAreExpandedAsKubernetesDoes() throws Exception {
    deploy(
        "variables",
        """
        command: [printf, '%s\\n', '$(B)', '$$(B)', '$(C)', '$(UNKNOWN) $HOME $$ $( $']
        env: [{name: A, value: 'one'}, {name: B, value: '$(A) two $(LATER)'},
              {name: C, value: '$$(A)'}, {name: LATER, value: 'x'}]
        """);

    finished("variables");
    assertThat(log("variables"))
        .containsExactly("one two $(LATER)", "$(B)", "$(A)", "$(UNKNOWN) $HOME $ $( $");
  }

  @Test
  void whatComesFromAConfigMapIsNotExpanded() throws Exception {
    String settings =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {word: 'a$$b $(A)'}
        """;
    deployer.deploy().run(DeployRequest.of(settings).in(NAMESPACE));
    deploy(
        "from-map",
        """
        command: [printf, '%s\\n', '$(WORD)']
        env: [{name: A, value: 'x'},
              {name: WORD, valueFrom: {configMapKeyRef: {name: settings, key: word}}}]
        """);

    finished("from-map");
    assertThat(log("from-map")).containsExactly("a$$b $(A)");
  }

  @Test
  void aFailureTellsItsExitCode() throws Exception {
    deploy("failing", "command: [sh, -c, 'echo no; exit 7']");

    WorkloadStatus status = finished("failing");

    assertThat(status.phase()).isEqualTo(WorkloadPhase.FAILED);
    assertThat(status.cause().orElseThrow().exitCode()).contains(7);
    assertThat(log("failing")).containsExactly("no");
  }

  @Test
  void aMissingProgramIsTheCause() throws Exception {
    deploy("missing", "command: [nosuch-binary]");

    Cause cause = finished("missing").cause().orElseThrow();

    assertThat(cause.message()).contains("exec: \"nosuch-binary\": executable file not found");
    assertThat(cause.exitCode()).contains(128);
  }

  @Test
  void aContainerWithoutACommandIsToldWhatItNeeds() throws Exception {
    deploy("image-only", "args: [x]");

    assertThat(finished("image-only").cause().orElseThrow().message())
        .contains("container test needs a command");
  }

  @Test
  void aContainerIsStartedAgainInTheSameDirectory() throws Exception {
    String script = "test -e been && echo again && exit 0; touch been; exit 1";
    deploy("again", "backoffLimit: 3", "OnFailure", "command: [sh, -c, '%s']".formatted(script));

    assertThat(finished("again").phase()).isEqualTo(WorkloadPhase.COMPLETED);
    assertThat(log("again")).containsExactly("again");
  }

  @Test
  void aJobIsTriedAgainWithinItsBackoffLimit() throws Exception {
    deploy("limited", "backoffLimit: 1", "Never", "command: [sh, -c, 'exit 9']");

    WorkloadStatus status = finished("limited");

    assertThat(status.phase()).isEqualTo(WorkloadPhase.FAILED);
    assertThat(status.failed()).isEqualTo(2);
    assertThat(status.cause().orElseThrow().exitCode()).contains(9);
  }

  @Test
  void severalPodsRunAtOnceAndTheirScratchGoesWithThem() throws Exception {
    deploy("several", THREE, "Never", "command: [sh, -c, 'pwd; sleep 1']");

    assertThat(finished("several").succeeded()).isEqualTo(3);
    List<Path> scratch = log("several").stream().map(Path::of).toList();
    assertThat(scratch).hasSize(3).doesNotHaveDuplicates().allMatch(Files::exists);

    deployer.deleteJob().run(NAMESPACE, "several", Caller.ANONYMOUS);

    await().untilAsserted(() -> assertThat(scratch).noneMatch(Files::exists));
  }

  @Test
  void whatTheMachineHasNoPlaceForWaitsAndSaysWhy() {
    stop();
    start(EmbeddedCluster.start(2));
    deploy("crowd", THREE, "Never", "command: [sh, -c, 'sleep 3600']");

    await()
        .untilAsserted(
            () ->
                assertThat(status("crowd").cause().map(Cause::message).orElse(""))
                    .contains("2 containers run at once"));
    assertThat(status("crowd").phase()).isEqualTo(WorkloadPhase.RUNNING);
    assertThat(status("crowd").failed()).isZero();
  }

  private void deploy(String name, String container) {
    deploy(name, "backoffLimit: 0", "Never", container);
  }

  private void deploy(String name, String jobSpec, String restartPolicy, String container) {
    String yaml =
        """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: %s
        spec:
          %s
          template:
            spec:
              restartPolicy: %s
              containers:
              - name: test
                image: busybox
        %s\
        """
            .formatted(name, jobSpec, restartPolicy, container.indent(8));
    deployer.deploy().run(DeployRequest.of(yaml).in(NAMESPACE));
  }

  private WorkloadStatus finished(String job) throws InterruptedException {
    Waited waited = deployer.awaitJob().run(NAMESPACE, job, SOON);
    assertThat(waited).isInstanceOf(Waited.Finished.class);
    return ((Waited.Finished) waited).report().status();
  }

  private WorkloadStatus status(String job) {
    return deployer.readJob().status(NAMESPACE, job).status();
  }

  private List<String> log(String job) throws InterruptedException {
    return deployer.readJobLog().run(JobLogQuery.of(NAMESPACE, job)).entries().stream()
        .map(entry -> new String(entry.line().bytes(), UTF_8))
        .toList();
  }

  /** The living processes of this service's containers. */
  private static List<ProcessTable.Entry> containers() {
    return ProcessTable.all().stream()
        .filter(
            process ->
                ProcessMarker.of(process)
                    .filter(marker -> marker.service().equals(ServiceRun.CURRENT))
                    .isPresent())
        .toList();
  }
}
