package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.LimitException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.port.ServedKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/** Lists objects in pages that all show one moment. */
final class ObjectList {
  private static final int PAGE = 500;
  private static final int GONE = 410;
  private static final int MOST_BEGINNINGS = 3;

  private final ApiServer server;
  private final Discovery discovery;

  ObjectList(ApiServer server, Discovery discovery) {
    this.server = server;
    this.discovery = discovery;
  }

  /**
   * What matched at one moment.
   *
   * @param resourceVersion the moment, from which a watch can go on
   */
  record Listing(List<LiveObject> objects, String resourceVersion) {}

  /** All that match; none where the cluster does not serve the kind. */
  Listing all(Selector selector) {
    try {
      return served(selector);
    } catch (NotFoundException notServed) {
      return new Listing(List.of(), "");
    }
  }

  /**
   * All that match.
   *
   * @throws NotFoundException where the cluster does not serve the kind
   */
  Listing served(Selector selector) {
    return all(selector, kind(selector));
  }

  /** Where the objects are that match, to watch them. */
  HttpUrl.Builder url(Selector selector) {
    return url(selector, kind(selector));
  }

  private ServedKind kind(Selector selector) {
    return discovery.find(selector.kind()).orElseThrow(() -> notServed(selector));
  }

  private static NotFoundException notServed(Selector selector) {
    return new NotFoundException("The cluster has no kind " + selector.kind());
  }

  private HttpUrl.Builder url(Selector selector, ServedKind served) {
    HttpUrl.Builder url = Paths.objects(server.url(), served, selector.namespace());
    if (!selector.labels().isEmpty()) {
      url.addQueryParameter("labelSelector", labels(selector.labels()));
    }
    if (!selector.fields().isEmpty()) {
      url.addQueryParameter("fieldSelector", fields(selector.fields()));
    }
    return url;
  }

  private static String labels(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + (label.getValue().isEmpty() ? "" : "=" + label.getValue()))
        .collect(Collectors.joining(","));
  }

  private static String fields(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + field.getValue().replaceAll("([\\\\,=])", "\\\\$1"))
        .collect(Collectors.joining(","));
  }

  /** A moment that the cluster has forgotten before the last page came is begun anew. */
  private Listing all(Selector selector, ServedKind served) {
    for (int beginnings = 1; ; beginnings++) {
      var pages = new Pages(selector, url(selector, served).build());
      if (pages.read(beginnings == MOST_BEGINNINGS)) {
        return pages.listing();
      }
    }
  }

  /** The pages of one list. */
  private final class Pages {
    private final Selector selector;
    private final HttpUrl url;
    private final List<LiveObject> objects = new ArrayList<>();
    private String resourceVersion = "";
    private Optional<String> next = Optional.empty();

    Pages(Selector selector, HttpUrl url) {
      this.selector = selector;
      this.url = url;
    }

    /**
     * Reads them all; false where the moment was forgotten on the way, and there is a next time.
     */
    boolean read(boolean last) {
      do {
        ApiAnswer answer = server.read(page());
        if (answer.code() == GONE && !last) {
          return false;
        }
        add(answer);
      } while (next.isPresent());
      return true;
    }

    private HttpUrl page() {
      long limit = Math.min(PAGE, selector.most() + 1L - objects.size());
      HttpUrl.Builder page = url.newBuilder().addQueryParameter("limit", String.valueOf(limit));
      next.ifPresent(token -> page.addQueryParameter("continue", token));
      return page.build();
    }

    private void add(ApiAnswer answer) {
      if (!answer.isSuccess()) {
        throw refused(answer);
      }
      Json.Obj body = answer.body();
      for (Json item : body.itemsAt("items")) {
        LiveObjects.of(selector.kind(), item).ifPresent(objects::add);
      }
      checkNumber();
      resourceVersion =
          body.textAt("metadata", "resourceVersion").orElseThrow(KubernetesCluster::notKubernetes);
      next = body.textAt("metadata", "continue");
    }

    private void checkNumber() {
      if (objects.size() > selector.most()) {
        throw new LimitException(
            LimitException.Limit.COUNT,
            "There are more than %d objects of kind %s that match"
                .formatted(selector.most(), selector.kind().name()));
      }
    }

    Listing listing() {
      return new Listing(objects, resourceVersion);
    }

    private DeployerException refused(ApiAnswer answer) {
      if (answer.code() == 404 && !discovery.isStillServed(selector.kind())) {
        return notServed(selector);
      }
      return new Refusal(answer, "The list of " + selector.kind().name(), ClusterWords.OPEN)
          .ofRead();
    }
  }
}
