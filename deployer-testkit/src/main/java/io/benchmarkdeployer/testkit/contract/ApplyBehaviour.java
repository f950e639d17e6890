package io.benchmarkdeployer.testkit.contract;

import static io.benchmarkdeployer.testkit.contract.ClusterScene.data;
import static io.benchmarkdeployer.testkit.contract.ClusterScene.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ClusterPort.Deletion;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.LimitException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.Selector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Finding, applying, restoring, listing and deleting objects. */
interface ApplyBehaviour extends Behaviour {
  Uid ANOTHER_UID = new Uid("00000000-0000-0000-0000-000000000000");

  @Test
  default void findsNothingWhereNothingIs() {
    assertThat(scene().port().find(scene().ref(ClusterScene.CONFIG_MAP, "absent"))).isEmpty();
    assertThat(scene().port().find(scene().ref(new Kind("nosuch.example/v1", "Nothing"), "any")))
        .isEmpty();
  }

  @Test
  default void findsWhatWasApplied() {
    DesiredObject desired = scene().configMap("settings", Map.of("threads", "8", "word", "값 🙂"));
    LiveObject applied = scene().create(desired);

    LiveObject found = scene().found(desired.ref());

    assertThat(found.uid()).isEqualTo(applied.uid());
    assertThat(data(found, "word")).isEqualTo("값 🙂");
    assertThat(Ownership.isOurs(found)).isTrue();
    assertThat(Ownership.deploymentOf(found)).contains(scene().deployment());
  }

  @Test
  default void applyChangesTheExpectedObject() {
    LiveObject before = scene().create(scene().configMap("settings", Map.of("a", "1", "b", "2")));

    LiveObject after =
        scene()
            .port()
            .apply(
                scene().configMap("settings", Map.of("a", "9", "c", "3")),
                Optional.of(before.uid()));

    assertThat(after.uid()).isEqualTo(before.uid());
    assertThat(after.content().objectAt("data")).isEqualTo(texts(Map.of("a", "9", "c", "3")));
  }

  @Test
  default void applyingTheSameAgainIsHarmless() {
    DesiredObject desired = scene().configMap("settings", Map.of("a", "1"));
    LiveObject first = scene().create(desired);

    LiveObject again = scene().port().apply(desired, Optional.of(first.uid()));

    assertThat(again.uid()).isEqualTo(first.uid());
    assertThat(data(again, "a")).isEqualTo("1");
  }

  @Test
  default void applyWithoutExpectationLeavesAnExistingObjectAlone() {
    scene().create(scene().configMap("settings", Map.of("a", "1")));
    DesiredObject other = scene().configMap("settings", Map.of("a", "2"));

    assertThatThrownBy(() -> scene().create(other)).isInstanceOf(ConflictException.class);

    assertThat(data(scene().found(other.ref()), "a")).isEqualTo("1");
  }

  @Test
  default void applyWithoutExpectationLeavesAStrangersObjectAlone() {
    DesiredObject desired = scene().configMap("settings", Map.of("a", "2"));
    applyAsAnother(desired.ref(), Map.of("b", "theirs"));

    assertThatThrownBy(() -> scene().create(desired)).isInstanceOf(ConflictException.class);

    assertThat(scene().found(desired.ref()).content().objectAt("data"))
        .isEqualTo(texts(Map.of("b", "theirs")));
  }

  @Test
  default void applyLeavesAnObjectOfAnotherUidAlone() {
    scene().create(scene().configMap("settings", Map.of("a", "1")));
    DesiredObject other = scene().configMap("settings", Map.of("a", "2"));

    assertThatThrownBy(() -> scene().port().apply(other, Optional.of(ANOTHER_UID)))
        .isInstanceOf(ConflictException.class);

    assertThat(data(scene().found(other.ref()), "a")).isEqualTo("1");
  }

  @Test
  default void applyMakesNoObjectInPlaceOfAnExpectedOneThatIsGone() {
    DesiredObject desired = scene().configMap("settings", Map.of("a", "1"));

    assertThatThrownBy(() -> scene().port().apply(desired, Optional.of(ANOTHER_UID)))
        .isInstanceOf(ConflictException.class);

    assertThat(scene().port().find(desired.ref())).isEmpty();
  }

  @Test
  default void applyKeepsWhatAnotherManagerAdded() {
    DesiredObject desired = scene().configMap("settings", Map.of("a", "1"));
    LiveObject before = scene().create(desired);
    applyAsAnother(desired.ref(), Map.of("theirs", "x"));

    LiveObject after =
        scene()
            .port()
            .apply(scene().configMap("settings", Map.of("a", "2")), Optional.of(before.uid()));

    assertThat(after.content().objectAt("data")).isEqualTo(texts(Map.of("a", "2", "theirs", "x")));
  }

  @Test
  default void applyRefusesAFieldThatAnotherManagerTookOver() {
    DesiredObject desired = scene().configMap("settings", Map.of("a", "1"));
    LiveObject before = scene().create(desired);
    applyAsAnother(desired.ref(), Map.of("a", "theirs"));
    DesiredObject other = scene().configMap("settings", Map.of("a", "2"));

    assertThatThrownBy(() -> scene().port().apply(other, Optional.of(before.uid())))
        .isInstanceOf(ConflictException.class);

    assertThat(data(scene().found(desired.ref()), "a")).isEqualTo("theirs");
  }

  private void applyAsAnother(ResourceRef ref, Map<String, String> data) {
    Json.Obj fields = ClusterScene.withHead(ref, Json.object("data", texts(data)));
    cluster().applyAsAnother(ref, fields);
  }

  @Test
  default void applyRefusesWhatIsInvalidAndSaysWhere() {
    DesiredObject invalid =
        scene()
            .job(
                "invalid",
                Json.Obj.EMPTY,
                "Always",
                scene().container("test", "busybox", List.of("true")));

    assertThatThrownBy(() -> scene().create(invalid))
        .isInstanceOfSatisfying(
            RejectedException.class,
            rejected -> {
              assertThat(rejected.by()).isEqualTo(RejectedException.By.CLUSTER);
              assertThat(rejected.problems())
                  .anyMatch(problem -> problem.path().equals("spec.template.spec.restartPolicy"));
            });

    assertThat(scene().port().find(invalid.ref())).isEmpty();
  }

  @Test
  default void applyRefusesANamespaceThatIsNotThere() {
    var ref = new ResourceRef(ClusterScene.CONFIG_MAP, Optional.of("nosuch-namespace"), "any");
    DesiredObject desired = scene().desired(ref, Json.Obj.EMPTY);

    assertThatThrownBy(() -> scene().create(desired))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("nosuch-namespace");
    assertThatThrownBy(() -> scene().port().dryRun(desired, Optional.empty()))
        .isInstanceOf(RejectedException.class);
  }

  @Test
  default void noMessageHoldsASecretsValue() {
    DesiredObject secret =
        scene()
            .desired(
                scene().ref(Kind.SECRET, "secret"),
                Json.object("data", texts(Map.of("key", "not-base64-but-marked-4711!"))));

    assertThatThrownBy(() -> scene().create(secret))
        .isInstanceOfSatisfying(
            RejectedException.class,
            rejected ->
                assertThat(rejected.getMessage() + rejected.problems()).doesNotContain("4711"));
  }

  @Test
  default void restorePutsBackWhatWeChangedAddedAndRemoved() {
    LiveObject before =
        scene().create(scene().configMap("settings", Map.of("a", "1", "removed", "2")));
    change(before, Map.of("a", "9", "added", "3"));

    scene().port().restore(before);

    assertThat(scene().found(before.ref()).content().objectAt("data"))
        .isEqualTo(before.content().objectAt("data"));
    assertThat(Ownership.deploymentOf(scene().found(before.ref()))).contains(scene().deployment());
  }

  @Test
  default void restoringTwiceIsHarmless() {
    LiveObject before = scene().create(scene().configMap("settings", Map.of("a", "1")));
    change(before, Map.of("a", "9"));

    scene().port().restore(before);
    scene().port().restore(before);

    assertThat(data(scene().found(before.ref()), "a")).isEqualTo("1");
  }

  @Test
  default void restoreKeepsWhatOthersChangedMeanwhile() {
    LiveObject before = scene().create(scene().configMap("settings", Map.of("a", "1")));
    change(before, Map.of("a", "9"));
    applyAsAnother(before.ref(), Map.of("theirs", "x"));

    scene().port().restore(before);

    assertThat(scene().found(before.ref()).content().objectAt("data"))
        .isEqualTo(texts(Map.of("a", "1", "theirs", "x")));
  }

  @Test
  default void restoreMakesNothingAnew() {
    LiveObject before = scene().create(scene().configMap("settings", Map.of("a", "1")));
    scene().port().delete(before.ref(), before.uid());
    ClusterScene.eventually(() -> scene().port().find(before.ref()).isEmpty());

    assertThatThrownBy(() -> scene().port().restore(before)).isInstanceOf(ConflictException.class);

    assertThat(scene().port().find(before.ref())).isEmpty();
  }

  private void change(LiveObject before, Map<String, String> data) {
    DesiredObject changed =
        scene().desired(before.ref(), Json.object("data", texts(data)), DeploymentId.random());
    scene().port().apply(changed, Optional.of(before.uid()));
  }

  @Test
  default void deleteEndsTheObject() {
    LiveObject object = scene().create(scene().configMap("settings", Map.of()));

    assertThat(scene().port().delete(object.ref(), object.uid())).isEqualTo(Deletion.ACCEPTED);

    ClusterScene.eventually(() -> scene().port().find(object.ref()).isEmpty());
    assertThat(scene().port().delete(object.ref(), object.uid())).isEqualTo(Deletion.ABSENT);
  }

  @Test
  default void deleteLeavesAnObjectOfAnotherUidAlone() {
    LiveObject object = scene().create(scene().configMap("settings", Map.of()));

    assertThat(scene().port().delete(object.ref(), ANOTHER_UID)).isEqualTo(Deletion.ANOTHER);

    assertThat(scene().found(object.ref()).terminating()).isFalse();
  }

  @Test
  default void listsWhatHasTheLabelInTheNamespace() {
    LiveObject one = scene().create(scene().configMap("one", Map.of()));
    LiveObject two = scene().create(scene().configMap("two", Map.of()));

    assertThat(scene().port().list(ofThisScene()))
        .extracting(LiveObject::ref)
        .containsExactlyInAnyOrder(one.ref(), two.ref());
    assertThat(scene().port().list(ofThisScene().withLabel("no.such/label", "x"))).isEmpty();
    assertThat(scene().port().list(ofThisScene().in("kube-system"))).isEmpty();
    assertThat(scene().port().list(ofThisScene().withField("metadata.name", one.ref().name())))
        .extracting(LiveObject::uid)
        .containsExactly(one.uid());
  }

  @Test
  default void listRefusesMoreThanTheBound() {
    scene().create(scene().configMap("one", Map.of()));
    scene().create(scene().configMap("two", Map.of()));

    assertThat(scene().port().list(ofThisScene().atMost(2))).hasSize(2);
    assertThatThrownBy(() -> scene().port().list(ofThisScene().atMost(1)))
        .isInstanceOf(LimitException.class);
  }

  private Selector ofThisScene() {
    return Selector.of(ClusterScene.CONFIG_MAP)
        .in(cluster().namespace())
        .withLabel(Ownership.DEPLOYMENT_ID, scene().deployment().value());
  }
}
