package io.benchmarkdeployer.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.port.TerminalRequest;
import io.benchmarkdeployer.core.usecase.AttachSession;
import io.benchmarkdeployer.core.usecase.AttachSession.Attaching;
import io.benchmarkdeployer.core.usecase.Attachment;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.core.usecase.LogQuery;
import io.benchmarkdeployer.core.usecase.SessionRequest;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.ManualClock;
import io.benchmarkdeployer.testkit.ScriptedContainers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** What becomes of a test that leaves something open. */
class LeakGuardTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          leavesALogFollowerOpen    | follower of the log of Job default/bench
          leavesAChangeFollowerOpen | follower of the changes of deployments
          leavesAnAttachmentOpen    | attachment to terminal session [0-9a-f]{32} of Job default/bench
          leavesATerminalOpen       | terminal in .*main.*
          leavesAWatchOpen          | watch of batch/v1/Job
          """)
  void aTestThatLeavesSomethingOpenFailsAndIsToldWhat(String test, String what) {
    run(test)
        .assertThatEvents()
        .haveExactly(
            1,
            finishedWithFailure(
                instanceOf(AssertionError.class),
                message(told -> told.matches("the test left open: " + what))));
  }

  @Test
  void aTestIsToldOfAllThatItLeavesOpen() {
    run("leavesTwoOpen")
        .assertThatEvents()
        .haveExactly(
            1,
            finishedWithFailure(
                message(
                    "the test left open: follower of the changes of deployments, watch of"
                        + " batch/v1/Job")));
  }

  @Test
  void aTestThatClosesAllPasses() {
    run("closesAll").assertStatistics(events -> events.succeeded(1));
  }

  @Test
  void aTestThatFailsAnyhowKeepsItsOwnFailure() {
    run("failsAndLeavesSomethingOpen")
        .assertThatEvents()
        .haveExactly(1, finishedWithFailure(message("its own")));
  }

  private static Events run(String test) {
    Class<?>[] parameters =
        Arrays.stream(Leaky.class.getDeclaredMethods())
            .filter(method -> method.getName().equals(test))
            .findFirst()
            .orElseThrow()
            .getParameterTypes();
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectMethod(Leaky.class, test, parameters))
        .execute()
        .testEvents();
  }

  /** Not found by itself: it is no class of the build's tests. */
  @InMemory
  static class Leaky {
    private static final String JOB =
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: bench}
        spec:
          template:
            spec: {restartPolicy: Never, containers: [{name: main, image: bench}]}
        """;

    @Test
    void leavesALogFollowerOpen(Deployer deployer, ManualClock clock, ScriptedContainers scripts) {
      deploy(deployer, clock, scripts);
      deployer.followLog().run(LogQuery.of("default", "bench"));
    }

    @Test
    void leavesAChangeFollowerOpen(Deployer deployer) {
      deployer.changes().follow(Optional.empty(), Optional.empty());
    }

    @Test
    void leavesAnAttachmentOpen(Deployer deployer, ManualClock clock, ScriptedContainers scripts)
        throws Exception {
      deploy(deployer, clock, scripts);
      attach(deployer);
    }

    @Test
    void leavesATerminalOpen(
        Deployer deployer,
        ClusterPort cluster,
        ExecPort exec,
        ManualClock clock,
        ScriptedContainers scripts) {
      deploy(deployer, clock, scripts);
      var pod = cluster.list(Selector.of(Kind.POD)).getFirst();
      var main = new ContainerRef("default", pod.ref().name(), pod.uid(), "main");
      exec.open(new TerminalRequest(main, "sh", TerminalMarker.random(), TerminalSize.USUAL));
    }

    @Test
    void leavesAWatchOpen(ClusterPort cluster) {
      cluster.watch(Selector.of(Kind.JOB));
    }

    @Test
    void leavesTwoOpen(Deployer deployer, ClusterPort cluster) {
      deployer.changes().follow(Optional.empty(), Optional.empty());
      cluster.watch(Selector.of(Kind.JOB));
    }

    @Test
    void failsAndLeavesSomethingOpen(ClusterPort cluster) {
      cluster.watch(Selector.of(Kind.JOB));
      throw new AssertionError("its own");
    }

    @Test
    void closesAll(Deployer deployer, ManualClock clock, ScriptedContainers scripts)
        throws Exception {
      deploy(deployer, clock, scripts);
      var changes = deployer.changes().follow(Optional.empty(), Optional.empty());
      var log = deployer.followLog().run(LogQuery.of("default", "bench"));
      var attachment = attach(deployer);
      assertThat(deployer.openHandles()).hasSize(3);

      changes.close();
      log.close();
      attachment.close();
      assertThat(deployer.openHandles()).isEmpty();
    }

    private static void deploy(Deployer deployer, ManualClock clock, ScriptedContainers scripts) {
      scripts.teachImage("bench", ContainerScript.printing("up").thenRunningOn());
      deployer.deploy().run(DeployRequest.of(JOB));
      clock.advance(Duration.ofSeconds(1));
    }

    private static Attachment attach(Deployer deployer) throws InterruptedException {
      var session =
          deployer
              .terminals()
              .create()
              .run(SessionRequest.of("default", "bench", Caller.ANONYMOUS));
      var request = AttachSession.Request.of(session.id(), Caller.ANONYMOUS);
      return ((Attaching.Attached) deployer.terminals().attach().run(request)).attachment();
    }
  }
}
