package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.Problem;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fields that Kubernetes' own kinds have, as far as a benchmark needs them: a server-side apply
 * of a field that is not declared, or of another type, is refused. A kind that does not stand here
 * may hold anything.
 */
final class Schema {
  /**
   * A type a line: its name, then its fields with their types. {@code *} is a list, {@code %} a map
   * by any key, {@code any} is not looked into.
   */
  private static final String TYPES =
      """
      Pod spec:PodSpec
      Job spec:JobSpec
      CronJob spec:CronJobSpec
      Deployment spec:DeploymentSpec
      ReplicaSet spec:ReplicaSetSpec
      StatefulSet spec:StatefulSetSpec
      DaemonSet spec:DaemonSetSpec
      ConfigMap data:%text binaryData:%text immutable:truth
      Secret data:%text stringData:%text type:text immutable:truth
      Meta name:text generateName:text namespace:text labels:%text annotations:%text \
      finalizers:*text ownerReferences:any uid:text resourceVersion:text generation:number \
      creationTimestamp:any deletionTimestamp:any deletionGracePeriodSeconds:number \
      managedFields:any selfLink:text clusterName:text
      JobSpec parallelism:number completions:number activeDeadlineSeconds:number \
      backoffLimit:number selector:Selector manualSelector:truth template:PodTemplate \
      ttlSecondsAfterFinished:number suspend:truth completionMode:text podFailurePolicy:any \
      backoffLimitPerIndex:number maxFailedIndexes:number podReplacementPolicy:text \
      successPolicy:any managedBy:text
      CronJobSpec schedule:text timeZone:text startingDeadlineSeconds:number \
      concurrencyPolicy:text suspend:truth jobTemplate:JobTemplate \
      successfulJobsHistoryLimit:number failedJobsHistoryLimit:number
      JobTemplate metadata:Meta spec:JobSpec
      PodTemplate metadata:Meta spec:PodSpec
      Selector matchLabels:%text matchExpressions:any
      DeploymentSpec replicas:number selector:Selector template:PodTemplate strategy:any \
      minReadySeconds:number revisionHistoryLimit:number paused:truth \
      progressDeadlineSeconds:number
      ReplicaSetSpec replicas:number minReadySeconds:number selector:Selector \
      template:PodTemplate
      StatefulSetSpec replicas:number selector:Selector template:PodTemplate \
      volumeClaimTemplates:any serviceName:text podManagementPolicy:text updateStrategy:any \
      revisionHistoryLimit:number minReadySeconds:number \
      persistentVolumeClaimRetentionPolicy:any ordinals:any
      DaemonSetSpec selector:Selector template:PodTemplate updateStrategy:any \
      minReadySeconds:number revisionHistoryLimit:number
      PodSpec volumes:*Volume initContainers:*Container containers:*Container \
      ephemeralContainers:any restartPolicy:text terminationGracePeriodSeconds:number \
      activeDeadlineSeconds:number dnsPolicy:text nodeSelector:%text serviceAccountName:text \
      serviceAccount:text automountServiceAccountToken:truth nodeName:text hostNetwork:truth \
      hostPID:truth hostIPC:truth shareProcessNamespace:truth securityContext:any \
      imagePullSecrets:any hostname:text subdomain:text affinity:any schedulerName:text \
      tolerations:any hostAliases:any priorityClassName:text priority:number dnsConfig:any \
      readinessGates:any runtimeClassName:text enableServiceLinks:truth preemptionPolicy:text \
      overhead:any topologySpreadConstraints:any setHostnameAsFQDN:truth os:any hostUsers:truth \
      schedulingGates:any resourceClaims:any resources:any
      Container name:text image:text command:*text args:*text workingDir:text ports:*Port \
      envFrom:any env:*Variable resources:Resources volumeMounts:*Mount volumeDevices:any \
      livenessProbe:any readinessProbe:any startupProbe:any lifecycle:any \
      terminationMessagePath:text terminationMessagePolicy:text imagePullPolicy:text \
      securityContext:any stdin:truth stdinOnce:truth tty:truth resizePolicy:any \
      restartPolicy:text
      Port name:text hostPort:number containerPort:number protocol:text hostIP:text
      Variable name:text value:text valueFrom:any
      Resources limits:any requests:any claims:any
      Mount name:text readOnly:truth mountPath:text subPath:text mountPropagation:text \
      subPathExpr:text recursiveReadOnly:text
      Volume name:text hostPath:any emptyDir:any secret:any configMap:any \
      persistentVolumeClaim:any nfs:any projected:any downwardAPI:any csi:any iscsi:any \
      ephemeral:any gitRepo:any glusterfs:any rbd:any cephfs:any fc:any flexVolume:any \
      azureFile:any azureDisk:any awsElasticBlockStore:any gcePersistentDisk:any cinder:any \
      image:any
      """;

  private static final Map<String, Map<String, String>> FIELDS =
      TYPES
          .lines()
          .map(line -> line.split(" "))
          .collect(Collectors.toMap(words -> words[0], Schema::fields));

  private Schema() {}

  private static Map<String, String> fields(String... words) {
    return Arrays.stream(words)
        .skip(1)
        .map(word -> word.split(":"))
        .collect(
            Collectors.toMap(
                field -> field[0], field -> field[1], (one, other) -> one, HashMap::new));
  }

  /** The first field that the kind does not have, or not so; the cluster, too, tells one. */
  static Optional<Problem> problemOf(Kind kind, Json.Obj object) {
    Optional<Problem> ofHead = of("metadata", "Meta", object.objectAt("metadata"));
    boolean known = ServedKinds.isOwn(kind) && FIELDS.containsKey(kind.name());
    Json.Obj body =
        object.without("apiVersion").without("kind").without("metadata").without("status");
    return ofHead.or(() -> known ? of("", kind.name(), body) : Optional.empty());
  }

  private static Optional<Problem> of(String path, String type, Json value) {
    return switch (type) {
      case "any" -> Optional.empty();
      case "text" -> expect(value instanceof Json.Text, path, "string");
      case "number" -> expect(value instanceof Json.Num, path, "numeric (int or float)");
      case "truth" -> expect(value instanceof Json.Bool, path, "boolean");
      default -> ofMany(path, type, value);
    };
  }

  private static Optional<Problem> ofMany(String path, String type, Json value) {
    if (type.startsWith("*")) {
      return value instanceof Json.Arr array
          ? ofItems(path, type.substring(1), array)
          : expect(false, path, "list");
    }
    return value instanceof Json.Obj object
        ? ofMembers(path, type, object)
        : expect(false, path, "map");
  }

  private static Optional<Problem> ofItems(String path, String type, Json.Arr array) {
    return Stream.iterate(0, i -> i < array.items().size(), i -> i + 1)
        .flatMap(i -> of("%s[%d]".formatted(path, i), type, array.items().get(i)).stream())
        .findFirst();
  }

  private static Optional<Problem> ofMembers(String path, String type, Json.Obj object) {
    return object.fields().entrySet().stream()
        .flatMap(member -> ofMember(below(path, member.getKey()), type, member).stream())
        .findFirst();
  }

  private static Optional<Problem> ofMember(
      String path, String type, Map.Entry<String, Json> member) {
    if (type.startsWith("%")) {
      return of(path, type.substring(1), member.getValue());
    }
    Optional<String> declared =
        Optional.ofNullable(FIELDS.getOrDefault(type, Map.of()).get(member.getKey()));
    return declared.isEmpty()
        ? Optional.of(Problem.at(path, "field not declared in schema"))
        : of(path, declared.get(), member.getValue());
  }

  private static String below(String path, String member) {
    return path.isEmpty() ? member : path + "." + member;
  }

  /** Never the value itself: it may be a Secret's. */
  private static Optional<Problem> expect(boolean holds, String path, String what) {
    return holds ? Optional.empty() : Optional.of(Problem.at(path, "expected " + what));
  }
}
