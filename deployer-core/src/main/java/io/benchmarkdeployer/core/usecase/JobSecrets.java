package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DnsName;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.SecretValues;
import io.benchmarkdeployer.core.model.SecretVersion;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the values that a job's log must not tell: those of the Secrets that were deployed with it,
 * and of those that its pods get from the cluster. Values are in the result only, never in a
 * message.
 */
final class JobSecrets {
  private final ClusterPort cluster;
  private final DeploymentStore store;

  JobSecrets(ClusterPort cluster, DeploymentStore store) {
    this.cluster = cluster;
    this.store = store;
  }

  /** What was found. */
  sealed interface Finding {
    /**
     * All there are.
     *
     * @param secrets those whose values they are
     */
    record Found(SecretValues values, Set<SecretVersion> secrets) implements Finding {
      /** There are none. */
      static final Found NONE = new Found(SecretValues.NONE, Set.of());

      /**
       * This, where the Secrets are those of then: of one that has changed the job may still print
       * what it was, also of one that came later.
       */
      Finding since(Set<SecretVersion> then) {
        return Stream.concat(
                then.stream().filter(secret -> !secrets.contains(secret)),
                secrets.stream().filter(secret -> !then.contains(secret)))
            .map(secret -> secret.ref().toString())
            .min(Comparator.naturalOrder())
            .<Finding>map(Withheld::changed)
            .orElse(this);
      }
    }

    /** Some can't be known: nothing that the job prints may be stored. */
    record Withheld(String why) implements Finding {
      private static Withheld changed(String secret) {
        return new Withheld(
            secret + " is not as it was when the log was begun: its values then are not known");
      }
    }
  }

  /** A Secret whose values can't be known; caught here. */
  private static final class Unknown extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    Unknown(String why) {
      super(why);
      this.why = why;
    }
  }

  /**
   * Looks them up as they are now.
   *
   * @param id which deployment made the job
   * @param workload the job, or a pod of it
   * @param hasRun whether a container of it may have begun: then one that is gone was there
   * @throws UnavailableException where the cluster or the store can't be asked for now: ask again
   */
  Finding find(DeploymentId id, LiveObject workload, boolean hasRun) {
    try {
      return found(secrets(id, workload, hasRun));
    } catch (Unknown unknown) {
      return new Finding.Withheld(unknown.why);
    }
  }

  private static Finding found(List<LiveObject> secrets) {
    return new Finding.Found(
        SecretValues.of(secrets.stream().flatMap(JobSecrets::valuesOf).toList()),
        secrets.stream().map(SecretVersion::of).collect(Collectors.toSet()));
  }

  private List<LiveObject> secrets(DeploymentId id, LiveObject workload, boolean hasRun)
      throws Unknown {
    List<DeployedResource> deployed = deployed(id);
    var secrets = new ArrayList<LiveObject>();
    for (DeployedResource secret : deployed) {
      findDeployed(secret).ifPresent(secrets::add);
    }
    for (ResourceRef ref : named(workload)) {
      if (deployed.stream().noneMatch(secret -> secret.ref().sameObject(ref))) {
        findNamed(ref, hasRun).ifPresent(secrets::add);
      }
    }
    return secrets;
  }

  /** One that was never there hides nothing: it is optional, or the container waits for it. */
  private Optional<LiveObject> findNamed(ResourceRef ref, boolean hasRun) throws Unknown {
    Optional<LiveObject> live = read(ref);
    if (live.isEmpty() && hasRun) {
      throw new Unknown(ref + ", which the job names, is gone: its values are not known");
    }
    return live;
  }

  private List<DeployedResource> deployed(DeploymentId id) throws Unknown {
    Deployment deployment =
        store
            .find(id)
            .orElseThrow(
                () -> new Unknown("which Secrets deployment " + id + " had is not on record"));
    return deployment.resources().stream()
        .filter(resource -> resource.ref().kind().isSecret())
        .toList();
  }

  private Optional<LiveObject> findDeployed(DeployedResource secret) throws Unknown {
    Optional<LiveObject> live = read(secret.ref());
    boolean applied = secret.outcome() != Outcome.FAILED;
    if (applied && live.filter(found -> isSame(secret, found)).isEmpty()) {
      throw new Unknown(
          "%s, which was deployed with the job, is gone: its values are not known"
              .formatted(secret.ref()));
    }
    return live;
  }

  /** Another of that name later may have other values. */
  private static boolean isSame(DeployedResource secret, LiveObject found) {
    return secret.uid().isEmpty() || secret.is(found.uid());
  }

  private Optional<LiveObject> read(ResourceRef ref) throws Unknown {
    try {
      return cluster.find(ref);
    } catch (ForbiddenException refused) {
      throw new Unknown(ref + " may not be read by this service: its values are not known");
    }
  }

  private static Stream<byte[]> valuesOf(LiveObject secret) {
    return Stream.concat(
        secret.content().objectAt("data").fields().values().stream().map(JobSecrets::decoded),
        secret.content().objectAt("stringData").fields().values().stream().map(JobSecrets::bytes));
  }

  private static byte[] decoded(Json value) {
    byte[] encoded = bytes(value);
    try {
      return Base64.getMimeDecoder().decode(encoded);
    } catch (IllegalArgumentException plain) {
      return encoded;
    }
  }

  private static byte[] bytes(Json value) {
    String text = value instanceof Json.Text string ? string.value() : value.toString();
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The Secrets that the pods get, each once. */
  private static List<ResourceRef> named(LiveObject workload) {
    Json.Obj spec =
        workload.ref().kind().isJob()
            ? workload.content().objectAt("spec", "template", "spec")
            : workload.content().objectAt("spec");
    return Stream.concat(namedByContainers(spec), namedByVolumes(spec))
        .flatMap(Optional::stream)
        .distinct()
        .filter(name -> DnsName.problemOfName(name).isEmpty())
        .map(name -> new ResourceRef(Kind.SECRET, workload.ref().namespace(), name))
        .toList();
  }

  private static Stream<Optional<String>> namedByContainers(Json.Obj spec) {
    return Stream.of("initContainers", "containers", "ephemeralContainers")
        .flatMap(kind -> spec.itemsAt(kind).stream())
        .flatMap(
            container ->
                Stream.concat(
                    container.itemsAt("env").stream()
                        .map(env -> env.textAt("valueFrom", "secretKeyRef", "name")),
                    container.itemsAt("envFrom").stream()
                        .map(env -> env.textAt("secretRef", "name"))));
  }

  private static Stream<Optional<String>> namedByVolumes(Json.Obj spec) {
    return spec.itemsAt("volumes").stream()
        .flatMap(
            volume ->
                Stream.concat(
                    Stream.of(volume.textAt("secret", "secretName")),
                    volume.itemsAt("projected", "sources").stream()
                        .map(source -> source.textAt("secret", "name"))));
  }
}
