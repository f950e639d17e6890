package io.benchmarkdeployer.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ServedKind;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.contract.ClusterUnderTest;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import okhttp3.HttpUrl;

/** The Kubernetes that {@code KUBECONFIG} names, and a namespace in it that goes with this. */
final class RealCluster implements ClusterUnderTest {
  private final String namespace = "k8s-" + UUID.randomUUID().toString().substring(0, 8);
  private final KubernetesCluster port = KubernetesCluster.open(connection());
  private final ApiServer admin = new ApiServer(connection());

  RealCluster() {
    ResourceRef ref = ref(Kind.NAMESPACE, namespace, true);
    applyAsAnother(ref, head(ref));
    // Until it has one, no pod starts in it.
    ResourceRef account = ref(new Kind("v1", "ServiceAccount"), "default", false);
    await().atMost(Duration.ofSeconds(30)).until(() -> port.find(account).isPresent());
  }

  static KubernetesConnection connection() {
    return KubernetesConnection.kubeconfig(System.getenv("KUBECONFIG"));
  }

  @Override
  public KubernetesCluster port() {
    return port;
  }

  @Override
  public ClusterPort openAnother() {
    return KubernetesCluster.open(connection());
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public String image() {
    return "busybox";
  }

  @Override
  public String missingImage() {
    return "registry.invalid/nosuch:1";
  }

  @Override
  public void teach(ContainerScript script) {
    // A real container does what its command says.
  }

  ApiServer admin() {
    return admin;
  }

  /** Something in the namespace, or in none. */
  ResourceRef ref(Kind kind, String name, boolean clusterScoped) {
    return new ResourceRef(kind, clusterScoped ? Optional.empty() : Optional.of(namespace), name);
  }

  ResourceRef ref(String apiVersion, String kind, String name) {
    return ref(new Kind(apiVersion, kind), name, false);
  }

  static Json.Obj head(ResourceRef ref) {
    Json.Obj head =
        Json.object("apiVersion", Json.text(ref.kind().apiVersion()))
            .with("kind", Json.text(ref.kind().name()))
            .withAt(Json.text(ref.name()), "metadata", "name");
    return ref.namespace()
        .map(name -> head.withAt(Json.text(name), "metadata", "namespace"))
        .orElse(head);
  }

  /** JSON with apostrophes for quotes. */
  static Json.Obj json(String text) {
    try {
      return JsonStream.read(new StringReader(text.replace('\'', '"'))).objectAt();
    } catch (IOException malformed) {
      throw new AssertionError(malformed);
    }
  }

  @Override
  public void applyAsAnother(ResourceRef ref, Json.Obj fields) {
    HttpUrl.Builder url = url(ref);
    url.addQueryParameter("fieldManager", "another").addQueryParameter("force", "true");
    ApiAnswer answer = admin.patch(url.build(), fields);
    assertThat(answer.isSuccess()).as(answer.message()).isTrue();
  }

  private HttpUrl.Builder url(ResourceRef ref) {
    ServedKind served = port.served(ref.kind()).orElseThrow();
    return Paths.objects(admin.url(), served, ref.namespace()).addPathSegment(ref.name());
  }

  void remove(ResourceRef ref) {
    Optional<LiveObject> live = port.find(ref);
    live.ifPresent(object -> port.delete(ref, object.uid()));
  }

  @Override
  public void close() {
    remove(ref(Kind.NAMESPACE, namespace, true));
    port.close();
    admin.close();
  }
}
