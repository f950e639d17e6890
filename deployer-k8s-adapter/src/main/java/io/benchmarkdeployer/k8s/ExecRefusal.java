package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.NotFoundException;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import okhttp3.Response;

/** An answer that lets nobody into a container, in our words. */
final class ExecRefusal {
  private static final long LARGEST = 64 << 10;

  /** The API server's, the kubelet's and the runtimes' words. */
  private static final List<String> IDLE =
      List.of(
          "container not found",
          "does not have a host assigned",
          "pod does not exist",
          "unable to find container",
          "when try to find container",
          "container is in container_",
          "not running",
          "no running task",
          "stopped state",
          "stopped container",
          "completed pod");

  private ExecRefusal() {}

  /** The kubelet says in plain text what the API server would say as a {@code Status}. */
  static ApiAnswer answer(Response response) throws IOException {
    String text = response.peekBody(LARGEST).string();
    return new ApiAnswer(response.code(), isPlain(response) ? message(text) : object(text));
  }

  private static boolean isPlain(Response response) {
    return response.headers().values("Content-Type").stream()
        .anyMatch(type -> type.startsWith("text/plain"));
  }

  private static Json.Obj message(String text) {
    return Json.object("message", Json.text(text));
  }

  private static Json.Obj object(String text) {
    try {
      return JsonStream.read(new StringReader(text)).objectAt();
    } catch (IOException notJson) {
      return Json.Obj.EMPTY;
    }
  }

  /** What it means for who wanted into this container. */
  static DeployerException of(ApiAnswer answer, ContainerRef container) {
    String about = about(container);
    if (isOfIdleContainer(answer.message())) {
      return new ConflictException(about + " does not run: " + ClusterWords.OPEN.of(answer));
    }
    if (answer.message().contains("is not valid for pod")) {
      return new NotFoundException(about + ": " + ClusterWords.OPEN.of(answer));
    }
    if (answer.code() == 404 && answer.body().textAt("details", "name").isEmpty()) {
      return KubernetesCluster.notKubernetes();
    }
    return new Refusal(answer, about, ClusterWords.OPEN).ofRead();
  }

  static String about(ContainerRef container) {
    return "Container %s in pod %s".formatted(container.container(), container.pod());
  }

  static boolean isOfIdleContainer(String words) {
    String lower = words.toLowerCase(Locale.ROOT);
    return IDLE.stream().anyMatch(lower::contains);
  }
}
