package io.benchmarkdeployer.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, kinds, references, and what the policy says of them. */
class NamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "a-b", "a.b", "0.1", "a--b", "a-b.c-d", "1e3"})
  void namesMayBe(String name) {
    assertThat(DnsName.problemOfName(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-a", "a-", ".a", "a.", "a..b", "a.-b", "a-.b", "a_b", "A", "a b", "a\n", "é", "a/b",
        "٣"
      })
  void namesMayNotBe(String name) {
    assertThat(DnsName.problemOfName(name))
        .hasValueSatisfying(problem -> assertThat(problem).startsWith("must be 1 to 253"));
  }

  @Test
  void aNamespaceHasNoDots() {
    assertThat(DnsName.problemOfNamespace("a-1")).isEmpty();
    assertThat(DnsName.problemOfNamespace("a.b"))
        .hasValueSatisfying(problem -> assertThat(problem).startsWith("must be 1 to 63"));
  }

  @Test
  void aHostileNameIsJudgedWithoutDeepRecursion() {
    assertThat(DnsName.problemOfName("a-".repeat(1_000_000))).isPresent();
    assertThat(DnsName.problemOfName("a.".repeat(126) + "a")).isEmpty();
  }

  @Test
  void aKindHasItsGroupAndVersion() {
    assertThat(Kind.JOB.group()).isEqualTo("batch");
    assertThat(Kind.JOB.version()).isEqualTo("v1");
    assertThat(Kind.POD.group()).isEmpty();
    assertThat(Kind.POD.version()).isEqualTo("v1");
    assertThat(new Kind("batch/v1beta1", "Job").isJob()).isTrue();
    assertThat(new Kind("example.io/v1", "Job").isJob()).isFalse();
    assertThat(new Kind("example.io/v1", "Secret").isSecret()).isFalse();
    assertThat(Kind.SECRET.isSecret()).isTrue();
    assertThat(Kind.JOB).hasToString("batch/v1/Job");
  }

  @Test
  void aReferenceReadsAsAPersonWouldWriteIt() {
    assertThat(ResourceRef.job("ns", "x")).hasToString("Job ns/x");
    assertThat(new ResourceRef(Kind.NAMESPACE, Optional.empty(), "x")).hasToString("Namespace x");
  }

  @Test
  void oneObjectIsOneNameInOneNamespace() {
    assertThat(ResourceRef.job("a", "x").sameObject(ResourceRef.job("b", "x"))).isFalse();
    assertThat(ResourceRef.job("a", "x").sameObject(ResourceRef.job("a", "y"))).isFalse();
    assertThat(ResourceRef.job("a", "x").sameObject(ResourceRef.job("a", "x"))).isTrue();
  }

  @Test
  void aKindOfAKubernetesGroupNeedsNoGroupInThePolicy() {
    var policy = new Policy(Set.of(), Set.of("Lease", "Job"));
    assertThat(policy.refusalOf(new Kind("coordination.k8s.io/v1", "Lease"))).isEmpty();
    assertThat(policy.refusalOf(new Kind("evilk8s.io/v1", "Lease"))).isPresent();
    assertThat(policy.refusalOf(new Kind("k8s.io.evil.example/v1", "Job"))).isPresent();
    assertThat(policy.refusalOf(Kind.POD))
        .contains("kind Pod is not among the allowed kinds Job, Lease");
  }

  @Test
  void aForeignGroupInThePolicyIsThatGroupOnly() {
    var policy = new Policy(Set.of(), Set.of("Job.batch", "Thing.example.io"));
    assertThat(policy.refusalOf(Kind.JOB)).isEmpty();
    assertThat(policy.refusalOf(new Kind("example.io/v2", "Thing"))).isEmpty();
    assertThat(policy.refusalOf(new Kind("example.com/v2", "Thing"))).isPresent();
  }

  @Test
  void aRefusedNamespaceIsToldWithThoseAllowed() {
    assertThat(new Policy(Set.of("b", "a"), Set.of()).refusalOf("c"))
        .contains("namespace c is not among the allowed namespaces a, b");
    assertThat(Policy.DEFAULT.refusalOf("anything")).isEmpty();
  }

  @Test
  void aCronJobsPodsAreMarkedAndItsOwnLabelsKept() {
    var cron =
        Json.Obj.EMPTY
            .withAt(Json.text("y"), "metadata", "labels", "x")
            .withAt(Json.text("Never"), "spec", "jobTemplate", "spec", "template", "spec", "p");
    var marked = Ownership.mark(new Kind("batch/v1", "CronJob"), cron, new DeploymentId("d-1"));
    assertThat(marked.textAt("metadata", "labels", "x")).contains("y");
    var template = marked.objectAt("spec", "jobTemplate", "spec", "template");
    assertThat(template.textAt("metadata", "labels", Ownership.POD)).contains("true");
    assertThat(template.textAt("spec", "p")).contains("Never");
    assertThat(marked.objectAt("spec").fields()).containsOnlyKeys("jobTemplate");
  }

  @Test
  void aPodIsMarkedItselfAndALabelOfAnotherIsReplaced() {
    var pod =
        Json.Obj.EMPTY.withAt(Json.text("someone"), "metadata", "labels", Ownership.MANAGED_BY);
    var labels =
        Ownership.mark(Kind.POD, pod, new DeploymentId("d-1")).objectAt("metadata", "labels");
    assertThat(labels.fields())
        .containsEntry(Ownership.POD, Json.text("true"))
        .containsEntry(Ownership.MANAGED_BY, Json.text("benchmark-deployer"))
        .containsEntry(Ownership.DEPLOYMENT_ID, Json.text("d-1"));
  }
}
