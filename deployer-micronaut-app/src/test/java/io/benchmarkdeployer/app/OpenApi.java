package io.benchmarkdeployer.app;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The description of the service that the build makes, as a tree. */
final class OpenApi {
  private static final String REF = "#/components/schemas/";

  private final Map<String, Object> root;

  private OpenApi(Map<String, Object> root) {
    this.root = root;
  }

  static OpenApi read() {
    try (var json = OpenApi.class.getResourceAsStream("/META-INF/swagger/openapi.json")) {
      return new OpenApi(
          JsonMapper.createDefault()
              .readValue(json.readAllBytes(), Argument.mapOf(String.class, Object.class)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A method of a path.
   *
   * @param method in capitals
   */
  record Route(String method, String path) {
    /** Of a heading or a request: {@code GET /status}. */
    static Optional<Route> parse(String text) {
      String[] words = text.split(" ");
      return words.length == 2 && words[0].matches("GET|POST|DELETE") && words[1].startsWith("/")
          ? Optional.of(new Route(words[0], words[1]))
          : Optional.empty();
    }

    /** Whether this is a request to it. */
    boolean isMetBy(String verb, String target) {
      String pattern = path.replaceAll("\\{\\w+\\}", "[^/?]+");
      return verb.equals(method) && target.matches(pattern + "(\\?.*)?");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  Set<Route> routes() {
    return object(root, "paths").entrySet().stream()
        .flatMap(
            path ->
                cast(path.getValue()).keySet().stream()
                    .map(method -> new Route(method.toUpperCase(Locale.ROOT), path.getKey())))
        .collect(Collectors.toSet());
  }

  private Map<String, Object> operation(Route route) {
    return object(
        object(object(root, "paths"), route.path()), route.method().toLowerCase(Locale.ROOT));
  }

  /** What a request to the route can say beside its path: parameters, headers, fields. */
  Set<String> inputs(Route route) {
    Set<String> names =
        parameters(route)
            .filter(parameter -> !parameter.get("in").equals("path"))
            .map(parameter -> (String) parameter.get("name"))
            .collect(Collectors.toCollection(TreeSet::new));
    content(object(operation(route), "requestBody"))
        .ifPresent(schema -> names.addAll(properties(schema).keySet()));
    return names;
  }

  private Stream<Map<String, Object>> parameters(Route route) {
    return list(operation(route), "parameters").stream().map(OpenApi::cast);
  }

  /** The schema of the JSON that it answers with when all is well. */
  Optional<Map<String, Object>> answer(Route route) {
    return content(object(object(operation(route), "responses"), "200"));
  }

  private Optional<Map<String, Object>> content(Map<String, Object> holder) {
    return Optional.of(object(object(object(holder, "content"), "application/json"), "schema"))
        .filter(schema -> !schema.isEmpty())
        .map(this::resolved);
  }

  Set<String> statuses() {
    return routes().stream()
        .flatMap(route -> object(operation(route), "responses").keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What is wrong with this value of that schema, in words; nothing where all is right. */
  Stream<String> differences(String place, Map<String, Object> schema, Object value) {
    Map<String, Object> known = resolved(schema);
    return switch (value) {
      case Map<?, ?> object -> differencesOfObject(place, known, cast(object));
      case List<?> items ->
          items.stream().flatMap(item -> differences(place + "[]", object(known, "items"), item));
      default ->
          Stream.of(place)
              .filter(any -> !isOf(types(known), value))
              .map(any -> any + " is no " + types(known));
    };
  }

  private Stream<String> differencesOfObject(
      String place, Map<String, Object> schema, Map<String, Object> object) {
    Map<String, Object> properties = properties(schema);
    Stream<String> wrong =
        object.entrySet().stream()
            .filter(field -> properties.containsKey(field.getKey()))
            .filter(field -> field.getValue() != null)
            .flatMap(
                field ->
                    differences(
                        place + "." + field.getKey(),
                        cast(properties.get(field.getKey())),
                        field.getValue()));
    return Stream.of(
            missing(place + " lacks ", properties.keySet(), object::containsKey),
            missing(place + " has the unknown ", object.keySet(), properties::containsKey),
            wrong)
        .flatMap(some -> some);
  }

  private static Stream<String> missing(
      String words, Set<String> names, Predicate<String> isThere) {
    return names.stream().filter(isThere.negate()).map(name -> words + name);
  }

  private static Set<String> types(Map<String, Object> schema) {
    Object type = schema.getOrDefault("type", "");
    return type instanceof List<?> several
        ? several.stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new))
        : Set.of(String.valueOf(type));
  }

  private static boolean isOf(Set<String> types, Object value) {
    return switch (value) {
      case String text -> types.contains("string");
      case Boolean yes -> types.contains("boolean");
      case Number number -> types.contains("integer") || types.contains("number");
      default -> false;
    };
  }

  private Map<String, Object> properties(Map<String, Object> schema) {
    return object(schema, "properties");
  }

  /** Where it only names another, that one. */
  private Map<String, Object> resolved(Map<String, Object> schema) {
    if (schema.get("$ref") instanceof String ref) {
      return object(object(object(root, "components"), "schemas"), ref.substring(REF.length()));
    }
    List<Object> parts = list(schema, "allOf");
    return parts.isEmpty() ? schema : resolved(cast(parts.getFirst()));
  }

  /** All schemas by their names. */
  Map<String, Object> schemas() {
    return object(object(root, "components"), "schemas");
  }

  /** Every object in it that describes a value, with its place. */
  Stream<Map.Entry<String, Map<String, Object>>> values() {
    Stream<Map.Entry<String, Map<String, Object>>> fields =
        schemas().entrySet().stream()
            .flatMap(
                schema ->
                    properties(cast(schema.getValue())).entrySet().stream()
                        .map(
                            field ->
                                Map.entry(
                                    schema.getKey() + "." + field.getKey(),
                                    cast(field.getValue()))));
    Stream<Map.Entry<String, Map<String, Object>>> parameters =
        routes().stream()
            .flatMap(
                route ->
                    parameters(route)
                        .map(
                            parameter ->
                                Map.entry(
                                    route + " " + parameter.get("name"),
                                    object(parameter, "schema"))));
    return Stream.concat(fields, parameters);
  }

  /** Each parameter of each route. */
  Stream<Map.Entry<String, Map<String, Object>>> parameters() {
    return routes().stream()
        .flatMap(
            route ->
                parameters(route)
                    .map(parameter -> Map.entry(route + " " + parameter.get("name"), parameter)));
  }

  private static Map<String, Object> object(Map<String, Object> holder, String name) {
    return holder.get(name) instanceof Map<?, ?> found ? cast(found) : Map.of();
  }

  private static List<Object> list(Map<String, Object> holder, String name) {
    return holder.get(name) instanceof List<?> found ? List.copyOf(found) : List.of();
  }

  // JSON's objects have no other keys.
  @SuppressWarnings("unchecked")
  private static Map<String, Object> cast(Object object) {
    return (Map<String, Object>) object;
  }
}
