package io.benchmarkdeployer.core.port;

import io.benchmarkdeployer.core.model.Kind;
import java.util.Map;
import java.util.Optional;

/**
 * Which objects: those of a kind that have all of these labels and fields.
 *
 * @param namespace empty for all namespaces
 * @param labels labels and their values; an empty value asks only for the label to be there
 * @param fields field selectors that the cluster has for the kind, as {@code involvedObject.uid}
 * @param most how many at most; a bound against surprise, not a page
 */
public record Selector(
    Kind kind,
    Optional<String> namespace,
    Map<String, String> labels,
    Map<String, String> fields,
    int most) {
  private static final int MOST = 50_000;

  public Selector {
    labels = Map.copyOf(labels);
    fields = Map.copyOf(fields);
  }

  /** All objects of a kind, in all namespaces. */
  public static Selector of(Kind kind) {
    return new Selector(kind, Optional.empty(), Map.of(), Map.of(), MOST);
  }

  public Selector in(String one) {
    return new Selector(kind, Optional.of(one), labels, fields, most);
  }

  public Selector withLabel(String key, String value) {
    return new Selector(kind, namespace, Map.of(key, value), fields, most);
  }

  public Selector withField(String path, String value) {
    return new Selector(kind, namespace, labels, Map.of(path, value), most);
  }

  public Selector atMost(int number) {
    return new Selector(kind, namespace, labels, fields, number);
  }
}
