package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.ContainerRef;
import java.util.List;
import okhttp3.HttpUrl;

/** Where programs are started in containers; every name and word is encoded. */
final class ExecUrls {
  private ExecUrls() {}

  static HttpUrl.Builder pod(HttpUrl.Builder url, ContainerRef container) {
    return url.addPathSegments("api/v1/namespaces")
        .addPathSegment(container.namespace())
        .addPathSegment("pods")
        .addPathSegment(container.pod());
  }

  /** With a terminal: all that is printed comes as one. */
  static HttpUrl terminal(HttpUrl.Builder url, ContainerRef container, List<String> command) {
    return exec(url, container, command).addQueryParameter("tty", "true").build();
  }

  /** Without a terminal. */
  static HttpUrl script(HttpUrl.Builder url, ContainerRef container, List<String> command) {
    return exec(url, container, command).addQueryParameter("stderr", "true").build();
  }

  private static HttpUrl.Builder exec(
      HttpUrl.Builder url, ContainerRef container, List<String> command) {
    HttpUrl.Builder exec =
        pod(url, container)
            .addPathSegment("exec")
            .addQueryParameter("container", container.container())
            .addQueryParameter("stdin", "true")
            .addQueryParameter("stdout", "true");
    command.forEach(word -> exec.addQueryParameter("command", word));
    return exec;
  }
}
