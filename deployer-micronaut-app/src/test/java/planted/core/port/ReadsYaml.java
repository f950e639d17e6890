package planted.core.port;

import org.yaml.snakeyaml.Yaml;

/** Planted: breaks a rule on purpose. */
public record ReadsYaml(Yaml yaml) {}
