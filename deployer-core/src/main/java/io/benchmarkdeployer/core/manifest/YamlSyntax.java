package io.benchmarkdeployer.core.manifest;

import java.util.Set;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says what is wrong with the syntax without quoting the text, as SnakeYAML's messages do. */
final class YamlSyntax {
  private static final Set<String> SAFE =
      Set.of(
          "could not find expected ':'",
          "mapping values are not allowed here",
          "sequence entries are not allowed here",
          "mapping keys are not allowed here",
          "expected ',' or '}'",
          "expected ',' or ']'",
          "expected <block end>",
          "expected '<document start>'",
          "expected the node content",
          "expected a comment or a line break",
          "expected chomping or indentation indicators",
          "found unexpected end of stream",
          "found unexpected document separator");

  private YamlSyntax() {}

  static String message(MarkedYAMLException wrong) {
    var problem = String.valueOf(wrong.getProblem());
    if (problem.contains("(TAB)")) {
      return "a tab stands where YAML takes spaces only: indent with spaces";
    }
    if (problem.startsWith("found character")) {
      return "a value begins with a character that YAML reserves (as @ ` %): quote it";
    }
    if (problem.startsWith("found unknown escape character")) {
      return "an unknown escape after \\ in a double-quoted value";
    }
    var said = problem.split(", but ", 2)[0];
    return SAFE.contains(said) ? "is not YAML: " + said : "is not YAML";
  }
}
