package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.app.wiring.Adapters;
import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.usecase.SessionRequest;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TerminalFarewellTest {

  @Test
  void whenTheServiceStopsEachClientIsToldAndNoShellIsLeft() {
    var cluster = MemoryCluster.start();
    cluster.scripts().teachImage("busybox", ContainerScript.printing("x").thenRunningOn());
    var app = RunningApp.on(new Adapters(cluster, cluster.exec(), new MemoryState()), Map.of());
    String yaml =
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: stop}
        spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: busybox}]}}}
        """;
    app.post("/deploy", Map.of("yaml_content", yaml)).ok();
    var session = new AtomicReference<TerminalSession>();
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(
            () -> {
              var terminals = app.context().getBean(Deployer.class).terminals();
              session.set(
                  terminals.create().run(SessionRequest.of("default", "stop", Caller.ANONYMOUS)));
              return true;
            });
    String path = "/terminal/" + session.get().id();
    TerminalClient ours = TerminalClient.ours(app.port(), path);
    TerminalClient legacy = TerminalClient.legacy(app.port(), path);
    ours.message("connected");
    legacy.message("connected");
    assertThat(cluster.scripts().runningShells()).hasSize(1);
    Instant start = Instant.now();

    app.close();

    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
    assertThat(ours.message("exit")).containsEntry("reason", "server_shutdown");
    ours.isClosedWith(4009, "server_shutdown");
    assertThat(legacy.message("error").get("message")).asString().contains("stops");
    legacy.isClosedWith(4009, "server_shutdown");
  }
}
