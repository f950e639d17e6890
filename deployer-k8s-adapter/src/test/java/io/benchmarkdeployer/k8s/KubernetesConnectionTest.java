package io.benchmarkdeployer.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How kubeconfig files are read and merged: asked who it comes as, the stub tells. */
class KubernetesConnectionTest {
  @TempDir private Path folder;
  private StubApiServer stub;
  private String address;

  @BeforeEach
  void open() throws IOException {
    stub = new StubApiServer();
    address = stub.connection().client().getBasePath();
  }

  @AfterEach
  void close() {
    stub.close();
  }

  private String file(String name, String yaml) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, yaml.replace("$server", address));
    return file.toString();
  }

  /** What the server hears as {@code Authorization} under this configuration. */
  private String authorization(String paths) {
    try (var cluster = KubernetesCluster.open(KubernetesConnection.kubeconfig(paths))) {
      cluster.describe();
    }
    return stub.authorizations.getLast();
  }

  private static final String CLUSTER =
      """
      clusters:
      - name: c
        cluster: {server: "$server"}
      """;

  private static String user(String name, String body) {
    return "users:\n- name: %s\n  user: %s\n".formatted(name, body);
  }

  private static String context(String name, String user) {
    return "contexts:\n- name: %s\n  context: {cluster: c, user: %s}\n".formatted(name, user);
  }

  @Test
  void aTokenIsSent() throws IOException {
    String file =
        file("a", CLUSTER + user("u", "{token: abc}") + context("x", "u") + "current-context: x\n");

    assertThat(authorization(file)).isEqualTo("Bearer abc");
  }

  @Test
  void aPasswordIsSent() throws IOException {
    String file =
        file(
            "a",
            CLUSTER
                + user("u", "{username: me, password: pass}")
                + context("x", "u")
                + "current-context: x\n");

    assertThat(authorization(file)).isEqualTo("Basic bWU6cGFzcw==");
  }

  @Test
  void aTokensFileIsRelativeToItsOwnFileAndHasALineFeed() throws IOException {
    file("sub/token", "from-file\n");
    String users = file("sub/users", user("u", "{tokenFile: token}"));
    String rest = file("rest", CLUSTER + context("x", "u") + "current-context: x\n");

    assertThat(authorization(rest + ":" + users)).isEqualTo("Bearer from-file");
  }

  @Test
  void aPluginsCommandIsRelativeToItsOwnFile() throws IOException {
    Path plugin =
        Path.of(
            file(
                "sub/plugin",
                """
                #!/bin/sh
                echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1",
                "status":{"token":"plugged"}}'
                """));
    assertThat(plugin.toFile().setExecutable(true)).isTrue();
    String users =
        file(
            "sub/users",
            user("u", "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin}}"));
    String rest = file("rest", CLUSTER + context("x", "u") + "current-context: x\n");

    assertThat(authorization(rest + ":" + users)).isEqualTo("Bearer plugged");
  }

  @Test
  void theFirstFileThatNamesAThingWins() throws IOException {
    String first = file("first", user("u", "{token: first}") + context("x", "u"));
    String second =
        file(
            "second",
            CLUSTER
                + user("u", "{token: second}")
                + context("x", "other")
                + "current-context: x\n");
    String third = file("third", "current-context: nosuch\n");

    assertThat(authorization(first + ":" + second + ":" + third)).isEqualTo("Bearer first");
    assertThatThrownBy(() -> KubernetesConnection.kubeconfig(third + ":" + first + ":" + second))
        .hasMessageContaining("nosuch");
  }

  @Test
  void filesThatAreNotThereArePassedOver() throws IOException {
    String file =
        file("a", CLUSTER + user("u", "{token: abc}") + context("x", "u") + "current-context: x\n");

    assertThat(authorization(folder.resolve("none") + ":" + file + ":")).isEqualTo("Bearer abc");
    assertThatThrownBy(() -> KubernetesConnection.kubeconfig(folder.resolve("none").toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          users: [                                                       | not a kubeconfig
          just hunter2                                                   | not a kubeconfig
          users: hunter2                                                 | not a kubeconfig
          {users: [{name: u, user: {token: hunter2}}]}                   | no current-context
          {current-context: x, users: [{name: u, user: {token: hunter2}}]} | no context x
          """)
  void whatCantBeUsedIsSaidInOneLineWithoutASecret(String yaml, String words) throws IOException {
    String file = file("bad", yaml);

    assertThatThrownBy(() -> KubernetesConnection.kubeconfig(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("hunter2")
        .hasMessageNotContaining("\n")
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {as: somebody}                                | as, which is not supported
          {tokenFile: nosuch}                           | nosuch
          {client-certificate: nosuch, client-key: nosuch} | nosuch
          {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./nosuch}} | credentials
          {client-certificate-data: aHVudGVyMg==, client-key-data: aHVudGVyMg==} | credentials
          """)
  void credentialsThatCantBeUsedAreSaidInOneLine(String user, String words) throws IOException {
    String file = file("a", CLUSTER + user("u", user) + context("x", "u") + "current-context: x\n");

    assertThatThrownBy(() -> KubernetesCluster.open(KubernetesConnection.kubeconfig(file)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("hunter2")
        .hasMessageNotContaining("\n");
  }

  @Test
  void outsideOfAPodThereIsNoServiceAccount() {
    assertThat(KubernetesConnection.inClusterAvailable()).isFalse();
    assertThatThrownBy(KubernetesConnection::inCluster)
        .isInstanceOf(IllegalArgumentException.class);
  }
}
