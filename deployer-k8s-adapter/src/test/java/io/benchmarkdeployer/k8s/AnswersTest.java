package io.benchmarkdeployer.k8s;

import static io.benchmarkdeployer.k8s.StubApiServer.broken;
import static io.benchmarkdeployer.k8s.StubApiServer.json;
import static io.benchmarkdeployer.k8s.StubApiServer.status;
import static io.benchmarkdeployer.k8s.StubApiServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ClusterPort.Deletion;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.LimitException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each answer of an API server, and none, means. */
class AnswersTest {
  private static final String PATH = "/api/v1/namespaces/here/configmaps/one";
  private static final String SECRET_PATH = "/api/v1/namespaces/here/secrets/one";
  private static final Kind CONFIG_MAP = new Kind("v1", "ConfigMap");
  private static final ResourceRef REF = new ResourceRef(CONFIG_MAP, Optional.of("here"), "one");
  private static final Uid ID = new Uid("4711");
  private static final String OBJECT =
      "{'kind':'ConfigMap','apiVersion':'v1','metadata':"
          + "{'name':'one','namespace':'here','uid':'4711'}}";

  private StubApiServer stub;
  private KubernetesCluster cluster;

  @BeforeEach
  void open() throws IOException {
    stub = new StubApiServer();
    cluster = stub.cluster();
  }

  @AfterEach
  void close() {
    cluster.close();
    stub.close();
  }

  private static DesiredObject desired() {
    return new DesiredObject(REF, RealCluster.head(REF));
  }

  private LiveObject apply() {
    return cluster.apply(desired(), Optional.of(ID));
  }

  private static void assertUnavailable(How how, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            UnavailableException.class, failed -> assertThat(failed.how()).isEqualTo(how));
  }

  @Test
  void opensWithoutAskingTheCluster() throws IOException {
    int nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    var connection =
        KubernetesConnection.of(
            () ->
                new io.kubernetes.client.util.ClientBuilder()
                    .setBasePath("http://127.0.0.1:" + nobody));
    try (var down = KubernetesCluster.open(connection)) {
      assertUnavailable(How.UNREACHABLE, down::describe);
      assertUnavailable(How.UNREACHABLE, () -> down.apply(desired(), Optional.empty()));
    }
  }

  @Test
  void aWriteThatNeverLeftUsIsNoUnknownOutcome() {
    stub.on("PATCH " + PATH, json(200, OBJECT));
    apply();
    stub.close();

    assertThatThrownBy(this::apply)
        .isInstanceOfAny(UnavailableException.class, UnknownOutcomeException.class);
    // Now no connection is left in the pool: the next one can't be made.
    assertUnavailable(How.UNREACHABLE, this::apply);
  }

  @Test
  void aReadIsRepeated() {
    stub.on(
        "GET " + PATH, broken(), status(503, "ServiceUnavailable", "not now"), json(200, OBJECT));

    assertThat(cluster.find(REF)).map(LiveObject::uid).contains(ID);
    assertThat(stub.times("GET " + PATH)).isEqualTo(3);
  }

  @Test
  void aReadIsNotRepeatedForEver() {
    stub.on("GET " + PATH, broken());

    assertUnavailable(How.UNREACHABLE, () -> cluster.find(REF));
    assertThat(stub.times("GET " + PATH)).isEqualTo(4);
  }

  @Test
  void aReadWithoutAnAnswerIsSilence() {
    stub.on("GET " + PATH, stub.silence());
    try (var hasty = stub.cluster(Duration.ofMillis(300))) {
      assertUnavailable(How.SILENT, () -> hasty.find(REF));
    }
  }

  @Test
  void anAnswerThatStopsInTheMiddleIsSilence() {
    stub.on("GET " + PATH, stub.thenSilence("{"));
    try (var hasty = stub.cluster(Duration.ofMillis(300))) {
      assertUnavailable(How.SILENT, () -> hasty.find(REF));
    }
  }

  @Test
  void aWriteWhoseAnswerIsLostIsOfUnknownOutcomeAndNotRepeated() {
    stub.on("PATCH " + PATH, broken());

    assertThatThrownBy(this::apply).isInstanceOf(UnknownOutcomeException.class);
    assertThat(stub.times("PATCH " + PATH)).isEqualTo(1);
  }

  @Test
  void aWriteWithoutAnAnswerIsOfUnknownOutcome() {
    stub.on("PATCH " + PATH, stub.silence()).on("DELETE " + PATH, stub.silence());
    try (var hasty = stub.cluster(Duration.ofMillis(300))) {
      assertThatThrownBy(() -> hasty.apply(desired(), Optional.empty()))
          .isInstanceOf(UnknownOutcomeException.class);
      assertThatThrownBy(() -> hasty.delete(REF, ID)).isInstanceOf(UnknownOutcomeException.class);
    }
  }

  @Test
  void aDryRunWithoutAnAnswerChangedNothing() {
    stub.on("GET " + PATH, json(200, OBJECT)).on("PATCH " + PATH, stub.silence());
    try (var hasty = stub.cluster(Duration.ofMillis(300))) {
      assertUnavailable(How.SILENT, () -> hasty.dryRun(desired(), Optional.of(ID)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 504})
  void aWriteThatFailedOnTheWayIsOfUnknownOutcome(int code) {
    stub.on("PATCH " + PATH, status(code, "Timeout", "etcdserver: request timed out"));

    assertThatThrownBy(this::apply).isInstanceOf(UnknownOutcomeException.class);
    assertThat(stub.times("PATCH " + PATH)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void aWriteThatWasNotTakenIsUnavailable(int code) {
    stub.on("PATCH " + PATH, status(code, "TooManyRequests", "not now"));

    assertUnavailable(How.UNREACHABLE, this::apply);
    assertThat(stub.times("PATCH " + PATH)).isEqualTo(1);
  }

  @Test
  void aWebhookThatDoesNotAnswerStopsTheWriteBeforeItHappens() {
    stub.on(
        "PATCH " + PATH,
        status(500, "InternalError", "Internal error occurred: failed calling webhook x"));

    assertUnavailable(How.UNREACHABLE, this::apply);
  }

  @Test
  void aSuccessThatCantBeReadIsOfUnknownOutcome() {
    stub.on("PATCH " + PATH, text(200, "<html>"));

    assertThatThrownBy(this::apply).isInstanceOf(UnknownOutcomeException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void aRefusalOfAccessSaysWhatTheClusterSays(int code) {
    stub.on("GET " + PATH, status(code, "Forbidden", "you may not"));

    assertThatThrownBy(() -> cluster.find(REF))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("you may not");
  }

  @Test
  void aNamespaceThatIsGoingIsAConflictAndNoRefusalOfAccess() {
    stub.on(
        "PATCH " + PATH,
        json(
            403,
            "{'kind':'Status','code':403,'reason':'Forbidden','message':'x','details':{'causes':[{'reason':'NamespaceTerminating','message':'namespace"
                + " here is being terminated'}]}}"));

    assertThatThrownBy(this::apply)
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("being terminated");
  }

  @Test
  void theMessageHoldsNoDumpOfTheObject() {
    stub.on(
        "PATCH " + PATH,
        json(
            422,
            "{'kind':'Status','code':422,'reason':'Invalid','message':'x','details':{'causes':["
                + "{'field':'spec.template','message':'Invalid value: core.PodTemplateSpec{Env:"
                + "[]core.EnvVar{Value:hunter2}}: field is immutable'}]}}"));

    assertThatThrownBy(this::apply)
        .isInstanceOf(RejectedException.class)
        .hasMessage("ConfigMap here/one: spec.template: Invalid value: field is immutable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failed to create typed patch object: .data.x: expected string, got &value{hunter2}",
        "failed to convert new object: error decoding from json: illegal base64 data, hunter2",
        "failed to create typed patch object: hunter2",
      })
  void whatAnOlderClusterCallsItsOwnErrorIsARejection(String message) {
    stub.on("PATCH " + SECRET_PATH, status(500, "", message));
    var ref = new ResourceRef(Kind.SECRET, Optional.of("here"), "one");
    var secret = new DesiredObject(ref, RealCluster.head(ref));

    assertThatThrownBy(() -> cluster.apply(secret, Optional.empty()))
        .isInstanceOf(RejectedException.class)
        .message()
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 422})
  void noWordAboutASecretQuotesIt(int code) {
    stub.on(
        "PATCH " + SECRET_PATH,
        text(
            code,
            """
            {"kind":"Status","code":%d,"message":"webhook says hunter2 is \\"hunter2\\"",
             "details":{"name":"one","causes":[{"field":"data[x]","reason":"FieldValueInvalid",
             "message":"Invalid value: \\"hunter2\\\\\\"hunter2\\": is wrong"}]}}\
            """
                .formatted(code)));
    var ref = new ResourceRef(Kind.SECRET, Optional.of("here"), "one");

    assertThatThrownBy(
            () -> cluster.apply(new DesiredObject(ref, RealCluster.head(ref)), Optional.empty()))
        .isInstanceOf(DeployerException.class)
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void anAbsentObjectIsAbsent() {
    stub.on(
        "GET " + PATH,
        json(404, "{'kind':'Status','code':404,'details':{'name':'one','kind':'configmaps'}}"));

    assertThat(cluster.find(REF)).isEmpty();
  }

  @Test
  void aProxysNotFoundIsNoAnswerOfTheCluster() {
    stub.on("GET " + PATH, text(404, "<html>no such page</html>"));

    assertUnavailable(How.UNREACHABLE, () -> cluster.find(REF));
    assertUnavailable(How.UNREACHABLE, () -> cluster.delete(REF, ID));
  }

  @Test
  void aServerThatKnowsNothingIsNoCluster() {
    stub.on("GET /api/v1", text(404, "")).on("GET /apis", text(404, ""));

    assertUnavailable(How.UNREACHABLE, () -> cluster.served(new Kind("no.such/v1", "Kind")));
    assertUnavailable(How.UNREACHABLE, () -> cluster.find(REF));
  }

  @Test
  void aKindWhoseVersionIsListedButNotThereIsNoAnswer() {
    stub.on(
        "GET /apis",
        json(
            200,
            "{'kind':'APIGroupList','groups':[{'versions':[{'groupVersion':'going.example/v1'}]}]}"));

    assertUnavailable(How.UNREACHABLE, () -> cluster.served(new Kind("going.example/v1", "Thing")));
  }

  @Test
  void aKindIsAskedForAfreshUntilItIsThereAndThenRemembered() {
    var kind = new Kind("new.example/v1", "Thing");
    assertThat(cluster.served(kind)).isEmpty();
    stub.on(
        "GET /apis/new.example/v1",
        json(
            200,
            "{'kind':'APIResourceList','resources':"
                + "[{'name':'things','kind':'Thing','namespaced':true}]}"));

    assertThat(cluster.served(kind).orElseThrow().plural()).isEqualTo("things");
    cluster.served(kind);

    assertThat(stub.times("GET /apis/new.example/v1")).isEqualTo(2);
  }

  @Test
  void aKindThatIsNoneNeverReachesAUrl() {
    assertThat(cluster.served(new Kind("../../api/v1", "Pod"))).isEmpty();
    assertThat(cluster.served(new Kind("x/..", "Pod"))).isEmpty();
    assertThat(stub.asked).isEmpty();
  }

  @Test
  void deleteTellsAnotherFromAnEndUnderWay() {
    stub.on("DELETE " + PATH, status(409, "Conflict", "precondition"))
        .on(
            "GET " + PATH,
            json(200, OBJECT.replace("4711", "0815")),
            json(
                200, OBJECT.replace("'4711'", "'4711','deletionTimestamp':'2026-01-01T00:00:00Z'")),
            json(200, OBJECT));

    assertThat(cluster.delete(REF, ID)).isEqualTo(Deletion.ANOTHER);
    assertThat(cluster.delete(REF, ID)).isEqualTo(Deletion.ACCEPTED);
    assertThatThrownBy(() -> cluster.delete(REF, ID)).isInstanceOf(ConflictException.class);
    assertThat(stub.asked.stream().filter(one -> one.method().equals("DELETE")))
        .allSatisfy(
            one ->
                assertThat(one.body())
                    .contains("\"uid\":\"4711\"", "\"propagationPolicy\":\"Background\""));
  }

  @Test
  void aListIsReadPageAfterPage() {
    stub.on(
        "GET /api/v1/namespaces/here/configmaps",
        json(
            200,
            "{'metadata':{'resourceVersion':'9','continue':'next one'},'items':[" + OBJECT + "]}"),
        json(200, "{'metadata':{'resourceVersion':'9'},'items':[" + item("two") + "]}"));

    assertThat(cluster.list(Selector.of(CONFIG_MAP).in("here")))
        .extracting(object -> object.ref().name())
        .containsExactly("one", "two");
    assertThat(stub.asked.getLast().target()).contains("continue=next one");
  }

  @Test
  void aListWhoseMomentIsForgottenBeginsAnew() {
    String first = "{'metadata':{'resourceVersion':'%s','continue':'x'},'items':[" + OBJECT + "]}";
    stub.on(
        "GET /api/v1/configmaps",
        json(200, first.formatted("9")),
        status(410, "Expired", "too old"),
        json(200, first.formatted("12")),
        json(200, "{'metadata':{'resourceVersion':'12'},'items':[]}"));

    assertThat(cluster.list(Selector.of(CONFIG_MAP))).hasSize(1);
  }

  @Test
  void aListOfMoreThanTheBoundIsRefusedBeforeItIsReadWhole() {
    stub.on(
        "GET /api/v1/configmaps",
        json(
            200,
            "{'metadata':{'resourceVersion':'9','continue':'x'},'items':["
                + item("one")
                + ","
                + item("two")
                + "]}"));

    assertThatThrownBy(() -> cluster.list(Selector.of(CONFIG_MAP).atMost(1)))
        .isInstanceOf(LimitException.class);
    assertThat(stub.asked.getLast().target()).contains("limit=2");
    assertThat(stub.times("GET /api/v1/configmaps")).isEqualTo(1);
  }

  private static String item(String name) {
    return "{'metadata':{'name':'%s','namespace':'here','uid':'uid-%s'}}".formatted(name, name);
  }

  @Test
  void selectorsAreEncoded() {
    stub.on("GET /api/v1/configmaps", json(200, "{'metadata':{'resourceVersion':'9'},'items':[]}"));

    cluster.list(Selector.of(CONFIG_MAP).withLabel("a/b", "").withField("metadata.name", "x,y=z"));

    assertThat(stub.asked.getLast().target())
        .contains("labelSelector=a/b&")
        .contains("fieldSelector=metadata.name=x\\,y\\=z");
  }

  @Test
  void afterItsEndNothingIsAsked() {
    cluster.close();
    cluster.close();

    assertUnavailable(How.UNREACHABLE, cluster::describe);
    assertThat(stub.asked).isEmpty();
  }
}
