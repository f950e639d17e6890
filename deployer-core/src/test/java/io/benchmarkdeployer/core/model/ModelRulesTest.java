package io.benchmarkdeployer.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRulesTest {
  private static final DeploymentId ID = new DeploymentId("d-1");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a_b", "-a", "a-", "a/b", "..", "a.b", "a\nb", "한글", "a%2fb"})
  void noHostileNamespaceBecomesAReference(String namespace) {
    assertThatIllegalArgumentException().isThrownBy(() -> ResourceRef.job(namespace, "job"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "../x", "a..b", ".a", "a/b", "a?x=1", "a b", "a\0b"})
  void noHostileNameBecomesAReference(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> ResourceRef.job("default", name));
  }

  @Test
  void namesHaveTheLengthsThatKubernetesGivesThem() {
    assertThat(DnsName.problemOfName("a".repeat(253))).isEmpty();
    assertThat(DnsName.problemOfName("a".repeat(254))).isPresent();
    assertThat(DnsName.problemOfNamespace("a".repeat(63))).isEmpty();
    assertThat(DnsName.problemOfNamespace("a".repeat(64))).isPresent();
  }

  @Test
  void oneObjectHasOneIdentityInAllVersionsOfItsGroup() {
    var beta = new ResourceRef(new Kind("batch/v1beta1", "CronJob"), Optional.of("a"), "x");
    var stable = new ResourceRef(new Kind("batch/v1", "CronJob"), Optional.of("a"), "x");
    var other = new ResourceRef(new Kind("example.io/v1", "CronJob"), Optional.of("a"), "x");
    assertThat(beta.sameObject(stable)).isTrue();
    assertThat(beta.sameObject(other)).isFalse();
  }

  @Test
  void theDefaultPolicyRefusesRbacAndWhatOnlySoundsAllowed() {
    assertThat(Policy.DEFAULT.refusalOf(Kind.JOB)).isEmpty();
    assertThat(Policy.DEFAULT.refusalOf(new Kind("networking.k8s.io/v1", "Ingress"))).isEmpty();
    assertThat(Policy.DEFAULT.refusalOf(new Kind("rbac.authorization.k8s.io/v1", "ClusterRole")))
        .hasValueSatisfying(rule -> assertThat(rule).contains("ClusterRole", "allowed kinds"));
    assertThat(Policy.DEFAULT.refusalOf(new Kind("evil.example/v1", "Job"))).isPresent();
    assertThat(Policy.DEFAULT.refusalOf(Kind.NAMESPACE)).isPresent();
  }

  @Test
  void aPolicyNamesAForeignKindWithItsGroup() {
    var policy = new Policy(Set.of("bench"), Set.of("Workflow.argoproj.io"));
    assertThat(policy.refusalOf(new Kind("argoproj.io/v1", "Workflow"))).isEmpty();
    assertThat(policy.refusalOf(Kind.JOB)).isPresent();
    assertThat(policy.refusalOf("bench")).isEmpty();
    assertThat(policy.refusalOf("kube-system")).isPresent();
  }

  @Test
  void everyObjectIsMarkedAsOursAndItsPodsTooButNeverWithTheDeployment() {
    Json.Obj job =
        Json.Obj.EMPTY.withAt(Json.text("x"), "spec", "template", "spec", "restartPolicy");
    Json.Obj marked = Ownership.mark(Kind.JOB, job, ID);
    assertThat(marked.textAt("metadata", "labels", Ownership.MANAGED_BY))
        .contains("benchmark-deployer");
    assertThat(marked.textAt("metadata", "labels", Ownership.DEPLOYMENT_ID)).contains("d-1");
    Json.Obj podLabels = marked.objectAt("spec", "template", "metadata", "labels");
    assertThat(podLabels.fields()).containsOnlyKeys(Ownership.POD);
  }

  @Test
  void whatHasNoPodsGetsNoTemplate() {
    Json.Obj marked = Ownership.mark(new Kind("v1", "ConfigMap"), Json.Obj.EMPTY, ID);
    assertThat(marked.fields()).containsOnlyKeys("metadata");
  }

  @Test
  void anObjectIsOursOnlyWithBothLabels() {
    var ref = ResourceRef.job("default", "x");
    Json.Obj half =
        Json.Obj.EMPTY.withAt(Json.text("d-1"), "metadata", "labels", Ownership.DEPLOYMENT_ID);
    assertThat(Ownership.isOurs(new LiveObject(ref, new Uid("u"), half))).isFalse();
    assertThat(
            Ownership.isOurs(new LiveObject(ref, new Uid("u"), Ownership.mark(Kind.JOB, half, ID))))
        .isTrue();
  }

  @Test
  void ofASecretAsItWasBeforeOnlyItsOwnerIsKept() {
    var ref = new ResourceRef(Kind.SECRET, Optional.of("a"), "s");
    Json.Obj secret = Json.object("data", Json.object("password", Json.text("hunter2")));
    var live = new LiveObject(ref, new Uid("u"), Ownership.mark(Kind.SECRET, secret, ID));
    var planned =
        DeployedResource.planned(ref, DeployedResource.Action.CONFIGURE, Optional.of(live));
    assertThat(planned.before())
        .contains(
            Json.Obj.EMPTY.withAt(
                Json.text(ID.value()), "metadata", "labels", Ownership.DEPLOYMENT_ID));
    assertThat(planned.toString() + live + new DesiredObject(ref, live.content()))
        .doesNotContain("hunter2");
  }

  @Test
  void aDeploymentOnlyMovesForward() {
    Deployment pending = pending("cm", "job");
    Deployment deployed = pending.deployed(pending.resources());
    assertThat(deployed.state()).isEqualTo(DeploymentState.DEPLOYED);
    assertThat(deployed.lease()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> deployed.failed(deployed.resources(), "no"))
        .withMessageContaining("deployed");
    Deployment gone = deployed.deleted(Caller.ANONYMOUS, NOW);
    assertThatIllegalStateException().isThrownBy(() -> gone.deleted(Caller.ANONYMOUS, NOW));
  }

  @Test
  void aFailedDeploymentGivesItsIdempotencyKeyBack() {
    Deployment pending = pending("job");
    assertThat(pending.idempotencyKey()).isPresent();
    assertThat(pending.failed(pending.resources(), "refused").idempotencyKey()).isEmpty();
  }

  @Test
  void aDeploymentIsKnownByItsJobWhereverThatStands() {
    assertThat(pending("cm", "job").primary().ref().kind()).isEqualTo(Kind.JOB);
    assertThat(pending("cm").primary().ref().name()).isEqualTo("cm");
  }

  @Test
  void whoAskedForADeletionIsRememberedOverWhoFinishedIt() {
    Deployment deployed = pending("job").deployed(pending("job").resources());
    Deployment gone =
        deployed.deleting(new Caller("ann"), new Lease("p", NOW)).deleted(Caller.SERVICE, NOW);
    assertThat(gone.deletedBy()).contains(new Caller("ann"));
  }

  @Test
  void jsonIsWrittenAsTextThatCanBeReadAgain() {
    Json.Obj value =
        Json.object("a\"\\\n\u0001한", new Json.Arr(List.of(Json.number(1000), Json.Null.NULL)))
            .with("b", new Json.Num(new BigDecimal("1e300")))
            .with("c", new Json.Num(new BigDecimal("0.50")));
    assertThat(value).hasToString("{\"a\\\"\\\\\\n\\u0001한\":[1000,null],\"b\":1E+300,\"c\":0.5}");
  }

  @Test
  void numbersAreEqualByValue() {
    assertThat(new Json.Num(new BigDecimal("1e3"))).isEqualTo(Json.number(1000));
    assertThat(Json.object("n", new Json.Num(new BigDecimal("1e400"))).longAt("n")).isEmpty();
  }

  private static Deployment pending(String... kinds) {
    return new Deployment(
        ID,
        1,
        DeploymentState.PENDING,
        Optional.empty(),
        "default",
        "",
        List.of(kinds).stream().map(ModelRulesTest::resource).toList(),
        NOW,
        Caller.ANONYMOUS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Lease("p", NOW)),
        Optional.of(new IdempotencyKey("k", "f")));
  }

  private static DeployedResource resource(String kind) {
    Kind what = kind.equals("job") ? Kind.JOB : new Kind("v1", "ConfigMap");
    return DeployedResource.planned(
        new ResourceRef(what, Optional.of("default"), kind),
        DeployedResource.Action.CREATE,
        Optional.empty());
  }
}
