package io.benchmarkdeployer.testkit.contract;

import static io.benchmarkdeployer.testkit.contract.ClusterScene.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.port.ClusterPort.DryRun;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.testkit.ContainerScript;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Asking the cluster what it would do. */
interface DryRunBehaviour extends Behaviour {

  @Test
  default void aDryRunMakesNothing() {
    DesiredObject desired = scene().configMap("settings", Map.of("a", "1"));

    DryRun result = scene().port().dryRun(desired, Optional.empty());

    assertThat(result.changes()).isTrue();
    assertThat(data(result.would(), "a")).isEqualTo("1");
    assertThat(scene().port().find(desired.ref())).isEmpty();
  }

  @Test
  default void aDryRunChangesNothing() {
    LiveObject live = scene().create(scene().configMap("settings", Map.of("a", "1")));
    DesiredObject other = scene().configMap("settings", Map.of("a", "2"));

    DryRun result = scene().port().dryRun(other, Optional.of(live.uid()));

    assertThat(result.changes()).isTrue();
    assertThat(data(result.would(), "a")).isEqualTo("2");
    assertThat(scene().found(live.ref()).content()).isEqualTo(live.content());
  }

  @Test
  default void theSameOfAnotherDeploymentIsNoChange() {
    DesiredObject desired = scene().configMap("settings", Map.of("a", "1"));
    LiveObject live = scene().create(desired);
    DesiredObject same =
        scene()
            .desired(
                desired.ref(),
                Json.object("data", ClusterScene.texts(Map.of("a", "1"))),
                DeploymentId.random());

    assertThat(scene().port().dryRun(same, Optional.of(live.uid())).changes()).isFalse();
  }

  @Test
  default void theSameJobIsNoChangeWhileItRuns() {
    DesiredObject job = runningJob("same", "one");
    LiveObject live = scene().create(job);
    scene().runningPod(live);

    assertThat(scene().port().dryRun(job, Optional.of(live.uid())).changes()).isFalse();
  }

  @Test
  default void anotherPodTemplateOfAJobIsRejected() {
    LiveObject live = scene().create(runningJob("job", "one"));

    assertThatThrownBy(
            () -> scene().port().dryRun(runningJob("job", "two"), Optional.of(live.uid())))
        .isInstanceOf(RejectedException.class);
  }

  @Test
  default void aDryRunAsNewDoesNotMindTheObjectThatIsThere() {
    scene().create(runningJob("job", "one"));

    DryRun result = scene().port().dryRun(runningJob("job", "two"), Optional.empty());

    assertThat(result.changes()).isTrue();
  }

  @Test
  default void aDryRunAsNewStillRejectsWhatIsInvalid() {
    scene().create(runningJob("job", "one"));
    ContainerScript script = ContainerScript.printing("two");
    DesiredObject invalid =
        scene().job("job", Json.Obj.EMPTY, "Always", scene().container("test", script));

    assertThatThrownBy(() -> scene().port().dryRun(invalid, Optional.empty()))
        .isInstanceOf(RejectedException.class);
  }

  @Test
  default void aDryRunAgainstAnotherUidIsAConflict() {
    scene().create(scene().configMap("settings", Map.of("a", "1")));
    DesiredObject other = scene().configMap("settings", Map.of("a", "2"));

    assertThatThrownBy(() -> scene().port().dryRun(other, Optional.of(ApplyBehaviour.ANOTHER_UID)))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  default void aDryRunTellsOfAFieldThatAnotherManagerTookOver() {
    DesiredObject desired = scene().configMap("settings", Map.of("a", "1"));
    LiveObject live = scene().create(desired);
    Json.Obj theirs = Json.object("data", ClusterScene.texts(Map.of("a", "theirs")));
    cluster().applyAsAnother(live.ref(), ClusterScene.withHead(live.ref(), theirs));

    assertThatThrownBy(
            () ->
                scene()
                    .port()
                    .dryRun(
                        scene().configMap("settings", Map.of("a", "2")), Optional.of(live.uid())))
        .isInstanceOf(ConflictException.class);
  }

  private DesiredObject runningJob(String name, String word) {
    ContainerScript script = ContainerScript.printing(word).thenRunningOn();
    return scene().job(name, Json.Obj.EMPTY, "Never", scene().container("test", script));
  }
}
