package io.benchmarkdeployer.core.usecase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.usecase.JobSecrets.Finding;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryFaults.Call;
import io.benchmarkdeployer.testkit.MemoryState;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In the package of what it tests, which is nobody else's to see. */
class JobSecretsTest {
  private static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata:
        name: login
      stringData:
        password: hunter2-and-more
      data:
        token: dG9rZW4tMTIz
      ---
      """;
  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: test-job
      spec:
        template:
          spec:
            initContainers:
            - name: first
              image: busybox
              env:
              - name: A
                valueFrom: {secretKeyRef: {name: of-init, key: value}}
            containers:
            - name: test
              image: busybox
              env:
              - name: A
                valueFrom: {secretKeyRef: {name: of-env, key: value}}
              envFrom:
              - secretRef: {name: of-env-from}
            volumes:
            - name: a
              secret: {secretName: of-volume}
            - name: b
              projected:
                sources:
                - secret: {name: of-projection}
            restartPolicy: Never
      """;

  private final MemoryCluster cluster = MemoryCluster.start();
  private final MemoryState state = new MemoryState();
  private final Deployer deployer = Deployer.on(cluster, state).build();
  private final JobSecrets secrets = new JobSecrets(cluster, state.deployments());

  @AfterEach
  void close() {
    deployer.close();
    cluster.close();
    state.close();
  }

  @Test
  void theValuesOfTheDeploymentsSecretsAreFound() {
    Deployment deployment = deploy(SECRET + JOB);

    assertThat(masked(deployment, "hunter2-and-more or token-123 or dG9rZW4tMTIz"))
        .isEqualTo("*** or *** or ***");
  }

  @Test
  void theValuesOfEachSecretThatThePodsGetAreFound() {
    for (String name : new String[] {"init", "env", "env-from", "volume", "projection"}) {
      create("of-" + name, "value-of-" + name);
    }
    create("of-another", "value-of-another");
    Deployment deployment = deploy(JOB);

    assertThat(
            masked(
                deployment,
                "value-of-init, value-of-env, value-of-env-from, value-of-volume,"
                    + " value-of-projection, value-of-another"))
        .isEqualTo("***, ***, ***, ***, ***, value-of-another");
  }

  @Test
  void aPodTellsAsMuchAsItsJob() {
    create("of-env", "value-of-env");
    Deployment deployment = deploy(JOB);
    LiveObject pod =
        new LiveObject(
            new ResourceRef(Kind.POD, Optional.of("default"), "a-pod"),
            job().uid(),
            Json.object("spec", job().content().objectAt("spec", "template", "spec")));

    assertThat(masked(secrets.find(deployment.id(), pod, false), "value-of-env")).isEqualTo("***");
  }

  @Test
  void aSecretThatOnlyThePodsNameAndIsNotThereHidesNothing() {
    Deployment deployment = deploy(JOB);

    assertThat(masked(deployment, "value-of-env")).isEqualTo("value-of-env");
  }

  @Test
  void nothingMayBeToldWhereASecretOfTheDeploymentIsGone() {
    Deployment deployment = deploy(SECRET + JOB);
    cluster.actingAs("kubectl").delete(named("login"));

    assertWithheld(deployment.id(), "Secret default/login", "is gone");
  }

  @Test
  void anotherSecretOfTheSameNameIsNotTheDeployments() {
    Deployment deployment = deploy(SECRET + JOB);
    cluster.actingAs("kubectl").delete(named("login"));
    create("login", "another value");

    assertWithheld(deployment.id(), "Secret default/login", "is gone");
  }

  @Test
  void nothingMayBeToldWhereASecretMayNotBeRead() {
    Deployment deployment = deploy(SECRET + JOB);
    LiveObject job = job();
    cluster.faults().failNext(Call.FIND, new ForbiddenException("no: hunter2-and-more"));

    Finding finding = secrets.find(deployment.id(), job, false);

    assertThat(finding).isInstanceOf(Finding.Withheld.class);
    assertThat(finding.toString()).contains("login may not be read").doesNotContain("hunter2");
  }

  @Test
  void nothingMayBeToldWhereThePodsNameASecretThatMayNotBeRead() {
    Deployment deployment = deploy(JOB);
    LiveObject job = job();
    cluster.faults().failNext(Call.FIND, new ForbiddenException("no"));

    assertThat(secrets.find(deployment.id(), job, false)).isInstanceOf(Finding.Withheld.class);
  }

  @Test
  void nothingMayBeToldOfADeploymentThatIsNotOnRecord() {
    deploy(JOB);

    assertWithheld(DeploymentId.random(), "not on record");
  }

  @Test
  void theClustersSilenceIsNoAnswer() {
    Deployment deployment = deploy(SECRET + JOB);
    LiveObject job = job();
    cluster.faults().unreachable();

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> secrets.find(deployment.id(), job, false));
  }

  @Test
  void noValueIsInWhatWasFound() {
    Deployment deployment = deploy(SECRET + JOB);

    assertThat(secrets.find(deployment.id(), job(), false).toString())
        .doesNotContain("hunter2", "token-123", "dG9rZW4");
  }

  @Test
  void whileTheSecretsAreAsTheyWereTheirValuesAreKnown() {
    create("of-env", "value-of-env");
    Deployment deployment = deploy(SECRET + JOB);

    Finding again = found(deployment).since(found(deployment).secrets());

    assertThat(masked(again, "hunter2-and-more, value-of-env")).isEqualTo("***, ***");
  }

  @Test
  void whatASecretWasThatHasChangedIsNotKnown() {
    create("of-env", "value-of-env");
    Deployment deployment = deploy(SECRET + JOB);
    Finding.Found before = found(deployment);

    changeValue(named("of-env"));

    assertChanged(found(deployment).since(before.secrets()), "Secret default/of-env");
  }

  @Test
  void whatASecretOfTheDeploymentWasThatHasChangedIsNotKnown() {
    Deployment deployment = deploy(SECRET + JOB);
    Finding.Found before = found(deployment);

    changeValue(named("login"));

    assertChanged(found(deployment).since(before.secrets()), "Secret default/login");
  }

  @Test
  void whatASecretWasInWhosePlaceAnotherIsNowIsNotKnown() {
    create("of-env", "value-of-env");
    Deployment deployment = deploy(JOB);
    Finding.Found before = found(deployment);

    cluster.actingAs("kubectl").delete(named("of-env"));
    assertChanged(found(deployment).since(before.secrets()), "Secret default/of-env");
    create("of-env", "value-of-env");
    assertChanged(found(deployment).since(before.secrets()), "Secret default/of-env");
  }

  @Test
  void aSecretThatCameLaterMayHaveBeenAnotherBefore() {
    Deployment deployment = deploy(JOB);
    Finding.Found before = found(deployment);

    create("of-env", "value-of-env");

    assertChanged(found(deployment).since(before.secrets()), "Secret default/of-env");
  }

  private Finding.Found found(Deployment deployment) {
    return (Finding.Found) secrets.find(deployment.id(), job(), false);
  }

  private void changeValue(ResourceRef secret) {
    cluster
        .actingAs("kubectl")
        .change(secret, old -> old.withAt(Json.text("b3RoZXItdmFsdWU="), "data", "value"));
  }

  private static void assertChanged(Finding finding, String secret) {
    assertThat(finding).isInstanceOf(Finding.Withheld.class);
    assertThat(((Finding.Withheld) finding).why()).startsWith(secret + " is not as it was");
  }

  private Deployment deploy(String yaml) {
    return deployer.deploy().run(DeployRequest.of(yaml).by(new Caller("ann")));
  }

  private void create(String name, String value) {
    Json.Obj content =
        Json.object("apiVersion", Json.text("v1"))
            .with("kind", Json.text("Secret"))
            .withAt(Json.text(name), "metadata", "name")
            .withAt(Json.text("default"), "metadata", "namespace")
            .withAt(Json.text(value), "stringData", "value");
    cluster.actingAs("kubectl").create(named(name), content);
  }

  private static ResourceRef named(String secret) {
    return new ResourceRef(Kind.SECRET, Optional.of("default"), secret);
  }

  private LiveObject job() {
    return cluster.find(ResourceRef.job("default", "test-job")).orElseThrow();
  }

  private String masked(Deployment deployment, String line) {
    return masked(secrets.find(deployment.id(), job(), false), line);
  }

  private static String masked(Finding finding, String line) {
    assertThat(finding).isInstanceOf(Finding.Found.class);
    return new String(((Finding.Found) finding).values().mask(line.getBytes(UTF_8)), UTF_8);
  }

  private void assertWithheld(DeploymentId id, String... why) {
    Finding finding = secrets.find(id, job(), false);
    assertThat(finding).isInstanceOf(Finding.Withheld.class);
    assertThat(((Finding.Withheld) finding).why()).contains(why);
  }
}
