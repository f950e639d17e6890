package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.port.ServedKind;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Where things are below the API server's address; each segment is encoded. */
final class Paths {
  private Paths() {}

  /** Which API versions there are. */
  static HttpUrl.Builder versions(HttpUrl.Builder url, Kind kind) {
    return url.addPathSegment(kind.group().isEmpty() ? "api" : "apis");
  }

  /** What an API version serves. */
  static HttpUrl.Builder version(HttpUrl.Builder url, Kind kind) {
    HttpUrl.Builder versions = versions(url, kind);
    HttpUrl.Builder group =
        kind.group().isEmpty() ? versions : versions.addPathSegment(kind.group());
    return group.addPathSegment(kind.version());
  }

  /** The objects of a kind, in a namespace or in all. */
  static HttpUrl.Builder objects(
      HttpUrl.Builder url, ServedKind served, Optional<String> namespace) {
    HttpUrl.Builder version = version(url, served.kind());
    namespace.ifPresent(name -> version.addPathSegment("namespaces").addPathSegment(name));
    return version.addPathSegment(served.plural());
  }
}
