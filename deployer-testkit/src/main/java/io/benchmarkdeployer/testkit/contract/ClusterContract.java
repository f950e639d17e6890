package io.benchmarkdeployer.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.port.ServedKind;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What every {@link io.benchmarkdeployer.core.port.ClusterPort} does. An adapter's test extends it
 * and says which cluster; the behaviours stand in the interfaces, by subject.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ClusterContract
    implements ApplyBehaviour, DryRunBehaviour, JobBehaviour, LogBehaviour, WatchBehaviour {
  private @Nullable ClusterUnderTest cluster;
  private @Nullable ClusterScene scene;

  /** Opens the cluster; once for all tests of the class. */
  protected abstract ClusterUnderTest open();

  @BeforeAll
  final void openCluster() {
    cluster = open();
  }

  @BeforeEach
  final void setScene() {
    scene = new ClusterScene(cluster());
  }

  @AfterEach
  final void clearScene() {
    scene().clear();
  }

  @AfterAll
  final void closeCluster() {
    cluster().close();
  }

  @Override
  public final ClusterUnderTest cluster() {
    if (cluster == null) {
      throw new IllegalStateException("the cluster is opened before the first test");
    }
    return cluster;
  }

  @Override
  public final ClusterScene scene() {
    if (scene == null) {
      throw new IllegalStateException("the scene is set before each test");
    }
    return scene;
  }

  @Test
  void describesItself() {
    assertThat(cluster().port().describe().version()).startsWith("v1.");
  }

  @Test
  void knowsTheKindsOfABenchmark() {
    assertThat(cluster().port().served(Kind.JOB)).contains(new ServedKind(Kind.JOB, "jobs", true));
    assertThat(cluster().port().served(Kind.NAMESPACE))
        .contains(new ServedKind(Kind.NAMESPACE, "namespaces", false));
  }

  @Test
  void doesNotKnowAKindThatNobodyServes() {
    assertThat(cluster().port().served(new Kind("nosuch.example/v1", "Nothing"))).isEmpty();
    assertThat(cluster().port().served(new Kind("batch/v1", "Nothing"))).isEmpty();
    assertThat(cluster().port().served(new Kind("batch/v99", "Job"))).isEmpty();
  }

  @Test
  void closingTwiceIsHarmlessAndEndsWhatIsOpen() throws InterruptedException {
    var another = cluster().openAnother();
    var watch = another.watch(Selector.of(Kind.JOB).in(cluster().namespace()));
    assertThat(watch.next(ClusterScene.PATIENCE)).isPresent();

    another.close();
    another.close();

    ClusterScene.eventually(watch::isClosed);
    assertThat(watch.next(Duration.ofSeconds(30))).isEqualTo(Optional.empty());
  }
}
