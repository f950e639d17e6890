package io.benchmarkdeployer.app.embedded;

import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.contract.ExecContract;
import io.benchmarkdeployer.testkit.contract.ExecUnderTest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The terminals of local processes do what all terminals do. */
@EnabledOnOs(OS.LINUX)
class LocalExecContractTest extends ExecContract {

  @Override
  protected ExecUnderTest open() {
    return new LocalUnderTest();
  }

  private static final class LocalUnderTest implements ExecUnderTest {
    private static final String NAMESPACE = "default";
    private static final String SLEEPER = "command: [sleep, '3600']";
    private static final String POD =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s}
        spec: {restartPolicy: Never, containers: [{name: main, image: busybox, %s}]}
        """;

    private final MemoryCluster cluster = EmbeddedCluster.start();
    private final AtomicInteger started = new AtomicInteger();
    private final ContainerRef container = pod("one", SLEEPER, "Running");
    private final ContainerRef other = pod("two", SLEEPER, "Running");
    private final ContainerRef ended = pod("ended", "command: ['true']", "Succeeded");
    private final ContainerRef waiting =
        pod("waiting", SLEEPER + ", envFrom: [{configMapRef: {name: nosuch}}]", "Pending");

    private ContainerRef pod(String name, String container, String phase) {
      DesiredObject pod = Pods.object(POD.formatted(name, container));
      Uid uid = cluster.apply(pod, Optional.empty()).uid();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> phase(reference(name)).equals(Optional.of(phase)));
      return new ContainerRef(NAMESPACE, name, uid, "main");
    }

    private Optional<String> phase(ResourceRef pod) {
      return cluster
          .find(pod)
          .map(LiveObject::content)
          .flatMap(all -> all.textAt("status", "phase"));
    }

    private static ResourceRef reference(String pod) {
      return new ResourceRef(Kind.POD, Optional.of(NAMESPACE), pod);
    }

    @Override
    public ExecPort port() {
      return cluster.exec();
    }

    @Override
    public ExecPort openAnother() {
      return cluster.connectExec();
    }

    @Override
    public ContainerRef container() {
      return container;
    }

    @Override
    public ContainerRef otherContainer() {
      return other;
    }

    @Override
    public ContainerRef missingPod() {
      return new ContainerRef(NAMESPACE, "nosuch", new Uid("nosuch"), "main");
    }

    @Override
    public ContainerRef missingContainer() {
      return new ContainerRef(NAMESPACE, container.pod(), container.podUid(), "nosuch");
    }

    @Override
    public ContainerRef endedContainer() {
      return ended;
    }

    @Override
    public ContainerRef waitingContainer() {
      return waiting;
    }

    @Override
    public ContainerRef start() {
      return pod("started-" + started.incrementAndGet(), SLEEPER, "Running");
    }

    @Override
    public void remove(ContainerRef gone) {
      cluster.delete(reference(gone.pod()), gone.podUid());
    }

    @Override
    public int processes(ContainerRef where, TerminalMarker marker) {
      return Desk.processes(marker).size();
    }

    @Override
    public void close() {
      cluster.close();
    }
  }
}
