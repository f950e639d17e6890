package io.benchmarkdeployer.k8s;

import static io.benchmarkdeployer.k8s.RealCluster.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.port.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What Kubernetes has of its own, beyond the contract. */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesClusterIT {
  private RealCluster real;
  private KubernetesCluster port;

  @BeforeAll
  void open() {
    real = new RealCluster();
    port = real.port();
  }

  @AfterAll
  void close() {
    real.close();
  }

  private static DesiredObject desired(ResourceRef ref, String body) {
    return new DesiredObject(ref, merged(RealCluster.head(ref), json(body)));
  }

  private static Json.Obj merged(Json.Obj one, Json.Obj other) {
    Json.Obj all = one;
    for (var member : other.fields().entrySet()) {
      Json both =
          one.at(member.getKey()).isPresent()
              ? merged(one.objectAt(member.getKey()), other.objectAt(member.getKey()))
              : member.getValue();
      all = all.with(member.getKey(), both);
    }
    return all;
  }

  private LiveObject make(ResourceRef ref, String body) {
    return port.apply(desired(ref, body), Optional.empty());
  }

  private LiveObject change(LiveObject live, String body) {
    return port.apply(desired(live.ref(), body), Optional.of(live.uid()));
  }

  /** All of it but what the cluster's controllers write, with what we own. */
  private static Json.Obj lasting(LiveObject live) {
    List<Json> owned =
        live.content().itemsAt("metadata", "managedFields").stream()
            .filter(entry -> entry.textAt("operation").equals(Optional.of("Apply")))
            .map(entry -> (Json) entry.objectAt().without("time"))
            .toList();
    Json.Obj annotations =
        live.content()
            .objectAt("metadata", "annotations")
            .without("deployment.kubernetes.io/revision");
    Json.Obj metadata =
        live.content()
            .objectAt("metadata")
            .without("resourceVersion")
            .without("generation")
            .with("annotations", annotations)
            .with("managedFields", new Json.Arr(owned));
    return live.content().with("metadata", metadata).without("status");
  }

  private void assertRestores(ResourceRef ref, String before, String after) {
    LiveObject made = make(ref, before);
    LiveObject changed = change(made, after);
    assertThat(lasting(changed)).isNotEqualTo(lasting(made));

    port.restore(made);

    assertThat(lasting(port.find(ref).orElseThrow())).isEqualTo(lasting(made));
  }

  @Test
  void restoresContainersTheirListsAndVolumes() {
    assertRestores(
        real.ref("apps/v1", "Deployment", "lists"),
        """
        {'metadata':{'labels':{'a':'1','b':'2'},'annotations':{'x':'y'}},
         'spec':{'replicas':0,'selector':{'matchLabels':{'app':'x'}},
         'template':{'metadata':{'labels':{'app':'x'}},'spec':{
          'containers':[
           {'name':'one','image':'busybox','command':['a','b'],'env':[{'name':'A','value':'1'},
            {'name':'B','value':'2'}],'ports':[{'containerPort':80}],
            'resources':{'limits':{'cpu':'1'}},
            'volumeMounts':[{'name':'v','mountPath':'/v'}]},
           {'name':'two','image':'busybox'}],
          'volumes':[{'name':'v','emptyDir':{}}]}}}}\
        """,
        """
        {'metadata':{'labels':{'b':'3','c':'4'}},
         'spec':{'replicas':0,'selector':{'matchLabels':{'app':'x'}},
         'template':{'metadata':{'labels':{'app':'x','more':'x'}},'spec':{
          'containers':[
           {'name':'three','image':'busybox'},
           {'name':'one','image':'bench','command':['c'],'env':[{'name':'A','value':'3'},
            {'name':'C','value':'4'}],'ports':[{'containerPort':81}]}]}}}}\
        """);
  }

  @Test
  void restoresPortsAndSets() {
    assertRestores(
        real.ref("v1", "Service", "ports"),
        """
        {'metadata':{'finalizers':['example.com/one']},'spec':{'selector':{'a':'b'},
         'ports':[{'name':'x','port':80},{'name':'y','port':81,'protocol':'UDP'}]}}\
        """,
        """
        {'metadata':{'finalizers':['example.com/two']},'spec':{'selector':{'a':'c'},
         'ports':[{'name':'z','port':82,'protocol':'TCP'}]}}\
        """);
    ResourceRef ref = real.ref("v1", "Service", "ports");
    change(port.find(ref).orElseThrow(), "{'spec':{'ports':[{'name':'x','port':80}]}}");
  }

  @Test
  void restoresAtomicLists() {
    assertRestores(
        real.ref("networking.k8s.io/v1", "NetworkPolicy", "policy"),
        "{'spec':{'podSelector':{},'ingress':[{'from':[{'podSelector':{}}]},{}]}}",
        "{'spec':{'podSelector':{'matchLabels':{'a':'b'}},'policyTypes':['Egress']}}");
  }

  @Test
  void restoresWhatASecretWasGivenAsText() {
    assertRestores(
        real.ref("v1", "Secret", "texts"),
        "{'stringData':{'a':'1','b':'말'},'data':{'a':'eA==','c':'eA=='}}",
        "{'stringData':{'a':'2','d':'4'}}");
  }

  @Test
  void restoreTakesNothingFromOthers() {
    ResourceRef ref = real.ref("v1", "ConfigMap", "shared");
    LiveObject made = make(ref, "{'data':{'ours':'1'}}");
    real.applyAsAnother(ref, merged(RealCluster.head(ref), json("{'data':{'theirs':'x'}}")));
    LiveObject shared = port.find(ref).orElseThrow();
    change(made, "{'data':{'ours':'2','more':'3'}}");

    port.restore(shared);

    assertThat(lasting(port.find(ref).orElseThrow())).isEqualTo(lasting(shared));
  }

  @Test
  void restoringWhatWeHadNotAppliedTakesOurFieldsAway() {
    ResourceRef ref = real.ref("v1", "ConfigMap", "theirs");
    real.applyAsAnother(ref, merged(RealCluster.head(ref), json("{'data':{'theirs':'x'}}")));
    LiveObject before = port.find(ref).orElseThrow();
    change(before, "{'data':{'ours':'1'}}");

    port.restore(before);

    assertThat(port.find(ref).orElseThrow().content().objectAt("data"))
        .isEqualTo(json("{'theirs':'x'}"));
  }

  @Test
  void aSecretsTextThatIsLeftOutIsGone() {
    LiveObject made = make(real.ref("v1", "Secret", "less"), "{'stringData':{'a':'1','b':'2'}}");

    LiveObject after = change(made, "{'stringData':{'a':'1'}}");

    assertThat(after.content().objectAt("data")).isEqualTo(json("{'a':'MQ=='}"));
  }

  @Test
  void ofThoseWhoCreateAtOnceOneDoes() {
    assertThat(creators(real.ref("v1", "ConfigMap", "race"), "{'data':{'x%d':'1'}}")).isEqualTo(1);
  }

  @Test
  void ofThoseWhoCreateAServiceAtOnceOneDoesAndNothingOfTheOthersIsLeft() {
    ResourceRef ref = real.ref("v1", "Service", "race");

    assertThat(creators(ref, "{'spec':{'selector':{'x%d':'1'},'ports':[{'port':80}]}}"))
        .isEqualTo(1);

    LiveObject live = port.find(ref).orElseThrow();
    assertThat(live.content().objectAt("spec", "selector").fields()).hasSize(1);
    assertThat(live.content().itemsAt("metadata", "managedFields"))
        .extracting(entry -> entry.textAt("manager").orElse(""))
        .containsExactly("benchmark-deployer");
  }

  private long creators(ResourceRef ref, String body) {
    List<CompletableFuture<Boolean>> creators =
        IntStream.range(0, 8)
            .mapToObj(n -> CompletableFuture.supplyAsync(() -> creates(ref, body.formatted(n))))
            .toList();
    return creators.stream().filter(CompletableFuture::join).count();
  }

  private boolean creates(ResourceRef ref, String body) {
    try {
      make(ref, body);
      return true;
    } catch (ConflictException taken) {
      return false;
    }
  }

  @Test
  void customResourcesComeAndGoWithTheirKind() {
    ResourceRef definition =
        real.ref(
            new Kind("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
            "things." + real.namespace() + ".example",
            true);
    var kind = new Kind(real.namespace() + ".example/v1", "Thing");
    ResourceRef thing = real.ref(kind, "thing", false);
    assertThat(port.served(kind)).isEmpty();
    assertThatThrownBy(() -> make(thing, "{}")).isInstanceOf(RejectedException.class);
    make(
        definition,
        """
        {'spec':{'group':'%s.example','scope':'Namespaced',
         'names':{'plural':'things','kind':'Thing'},
         'versions':[{'name':'v1','served':true,'storage':true,'schema':{'openAPIV3Schema':
          {'type':'object','x-kubernetes-preserve-unknown-fields':true}}}]}}\
        """
            .formatted(real.namespace()));
    try {
      await().ignoreExceptions().until(() -> port.served(kind).isPresent());
      await()
          .ignoreExceptions()
          .until(
              () ->
                  !port.dryRun(desired(thing, "{}"), Optional.empty())
                      .would()
                      .ref()
                      .name()
                      .isEmpty());
      assertRestores(thing, "{'spec':{'n':1.5,'l':[1,{'a':null}]}}", "{'spec':{'m':[]}}");
      assertThatThrownBy(() -> make(thing, "{'spec':{}}")).isInstanceOf(ConflictException.class);
    } finally {
      real.remove(definition);
    }
    // The cluster lists the group for a moment longer than it knows the kind.
    await()
        .ignoreException(UnavailableException.class)
        .until(() -> port.find(thing).isEmpty() && port.served(kind).isEmpty());
    assertThat(port.list(Selector.of(kind))).isEmpty();
  }

  @Test
  void anObjectInANamespaceThatIsGoingIsAConflict() {
    try (var other = new RealCluster()) {
      // A finalizer holds the namespace until the test lets it go.
      ResourceRef held = other.ref("v1", "ConfigMap", "held");
      LiveObject holding =
          port.apply(
              desired(held, "{'metadata':{'finalizers':['example.com/held']}}"), Optional.empty());
      other.remove(other.ref(Kind.NAMESPACE, other.namespace(), true));
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(
                          () ->
                              port.apply(
                                  desired(other.ref("v1", "ConfigMap", "late"), "{}"),
                                  Optional.empty()))
                      .isInstanceOf(ConflictException.class));
      port.apply(desired(held, "{}"), Optional.of(holding.uid()));
    }
  }

  private void runPod(ResourceRef ref, Json command) {
    Json container =
        json("{'name':'c','image':'busybox','imagePullPolicy':'IfNotPresent'}")
            .with("command", command);
    Json.Obj spec =
        json("{'restartPolicy':'Never','terminationGracePeriodSeconds':0}")
            .with("containers", new Json.Arr(List.of(container)));
    port.apply(new DesiredObject(ref, RealCluster.head(ref).with("spec", spec)), Optional.empty());
  }

  private void awaitPhase(ResourceRef ref, String phase) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                port.find(ref)
                    .orElseThrow()
                    .content()
                    .textAt("status", "phase")
                    .equals(Optional.of(phase)));
  }

  @Test
  void everyByteOfALongLineComesBackOnce() throws InterruptedException {
    ResourceRef ref = real.ref("v1", "Pod", "long");
    String script =
        "rep() { head -c $1 /dev/zero | tr '\\000' $2; echo; };"
            + " rep 40000 x; rep 16384 y; rep 1500000 z; printf '\\377\\376\\n'; echo end";
    Json command = new Json.Arr(List.of(Json.text("sh"), Json.text("-c"), Json.text(script)));
    runPod(ref, command);
    awaitPhase(ref, "Succeeded");

    List<LogLine> lines = new ArrayList<>();
    try (LogStream log = port.openLog(LogRequest.of(real.namespace(), "long", "c"))) {
      for (var line = log.next(); line.isPresent(); line = log.next()) {
        lines.add(line.get());
      }
    }

    assertThat(lines)
        .extracting(line -> line.bytes().length)
        .containsExactly(40_000, 16_384, 1 << 20, 1_500_000 - (1 << 20), 2, 3);
    assertThat(lines)
        .extracting(LogLine::ended)
        .containsExactly(true, true, false, true, true, true);
    assertThat(lines.getFirst().text()).matches("x*");
    assertThat(lines.get(3).text()).matches("z*");
    assertThat(lines.get(4).bytes()).isEqualTo(new byte[] {(byte) 0xff, (byte) 0xfe});
  }

  @Test
  void whoWaitsForALineCanBeInterruptedOnAnyThread() throws Exception {
    ResourceRef ref = real.ref("v1", "Pod", "quiet");
    runPod(ref, new Json.Arr(List.of(Json.text("sleep"), Json.text("600"))));
    awaitPhase(ref, "Running");
    var interrupted = new CompletableFuture<Boolean>();
    try (LogStream log = port.openLog(LogRequest.of(real.namespace(), "quiet", "c").followed())) {
      Thread reader =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      log.next();
                      interrupted.complete(false);
                    } catch (InterruptedException stopped) {
                      interrupted.complete(true);
                    }
                  });
      Thread.sleep(200);
      reader.interrupt();
      assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
    }
  }
}
