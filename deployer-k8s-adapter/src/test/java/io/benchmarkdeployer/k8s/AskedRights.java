package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.Json;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** The rights that a client's requests need, noted as they pass. */
final class AskedRights implements Interceptor {
  private static final int CREATED = 201;

  /** From 1.35 on, to start a program takes the right to create, whatever the method says. */
  private static final String EXEC = "pods/exec";

  private final Set<Right> rights = ConcurrentHashMap.newKeySet();

  /** To do this with such resources. */
  record Right(String group, String resource, String verb) {

    /** All that a rule of a role gives. */
    static Stream<Right> of(Json.Obj rule) {
      return texts(rule, "apiGroups")
          .flatMap(
              group ->
                  texts(rule, "resources")
                      .flatMap(
                          resource ->
                              texts(rule, "verbs").map(verb -> new Right(group, resource, verb))));
    }

    @Override
    public String toString() {
      return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
    }

    private static Stream<String> texts(Json.Obj rule, String field) {
      return rule.itemsAt(field).stream().map(item -> ((Json.Text) item).value());
    }
  }

  Set<Right> rights() {
    return Set.copyOf(rights);
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    note(chain.request(), response.code());
    return response;
  }

  /** What is asked at a version's root, or above it, is discovery and open to all. */
  private void note(Request request, int code) {
    List<String> path = request.url().pathSegments();
    boolean grouped = path.getFirst().equals("apis");
    List<String> rest = path.subList(Math.min(path.size(), grouped ? 3 : 2), path.size());
    if (!rest.isEmpty()) {
      note(grouped ? path.get(1) : "", inNamespace(rest), request, code);
    }
  }

  private static List<String> inNamespace(List<String> path) {
    return path.getFirst().equals("namespaces") && path.size() > 2
        ? path.subList(2, path.size())
        : path;
  }

  private void note(String group, List<String> object, Request request, int code) {
    String resource =
        object.size() > 2 ? object.getFirst() + "/" + object.get(2) : object.getFirst();
    rights.add(new Right(group, resource, verb(request, object.size() > 1)));
    if (code == CREATED || resource.equals(EXEC)) {
      rights.add(new Right(group, resource, "create"));
    }
  }

  private static String verb(Request request, boolean ofOne) {
    return switch (request.method()) {
      case "GET" -> ofOne ? "get" : ofMany(request.url());
      case "PATCH" -> "patch";
      case "DELETE" -> "delete";
      default -> request.method();
    };
  }

  private static String ofMany(HttpUrl url) {
    return url.queryParameter("watch") == null ? "list" : "watch";
  }
}
