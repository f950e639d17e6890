package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.testkit.contract.ExecContract;
import io.benchmarkdeployer.testkit.contract.ExecUnderTest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The terminals of the cluster in memory do what all terminals do. */
class MemoryExecContractTest extends ExecContract {

  @Override
  protected ExecUnderTest open() {
    return new MemoryUnderTest();
  }

  private static final class MemoryUnderTest implements ExecUnderTest {
    private static final String POD =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s}
        spec: {restartPolicy: Never, containers: [{name: main, image: %s}]}
        """;

    private final MemoryScene scene = new MemoryScene();
    private final ContainerRef container;
    private final ContainerRef other;
    private final ContainerRef ended;
    private final ContainerRef waiting;
    private int started;

    MemoryUnderTest() {
      scene.scripts().teachImage("busybox", new ContainerScript(List.of()).thenRunningOn());
      scene.scripts().missImage("nosuch");
      container = pod("one", "busybox");
      other = pod("two", "busybox");
      ended = pod("ended", "short");
      waiting = pod("waiting", "nosuch");
    }

    private ContainerRef pod(String name, String image) {
      Uid uid = scene.create(POD.formatted(name, image)).uid();
      scene.passSeconds(1);
      return new ContainerRef("default", name, uid, "main");
    }

    @Override
    public ExecPort port() {
      return scene.cluster().exec();
    }

    @Override
    public ExecPort openAnother() {
      return scene.cluster().connectExec();
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
      return new ContainerRef("default", "nosuch", new Uid("nosuch"), "main");
    }

    @Override
    public ContainerRef missingContainer() {
      return new ContainerRef("default", container.pod(), container.podUid(), "nosuch");
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
      started++;
      return pod("started-" + started, "busybox");
    }

    @Override
    public void remove(ContainerRef gone) {
      var ref = new ResourceRef(Kind.POD, Optional.of(gone.namespace()), gone.pod());
      scene.cluster().delete(ref, gone.podUid());
      scene.passSeconds(1);
    }

    @Override
    public int processes(ContainerRef where, TerminalMarker marker) {
      return Collections.frequency(scene.scripts().runningShells(), marker);
    }

    @Override
    public void close() {
      scene.close();
    }
  }
}
