package io.benchmarkdeployer.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.app.wiring.Settings.ClusterSource;
import io.benchmarkdeployer.app.wiring.Settings.LogLevel;
import io.benchmarkdeployer.core.manifest.ManifestLimits;
import io.benchmarkdeployer.core.model.Policy;
import io.benchmarkdeployer.core.usecase.LogLimits;
import io.benchmarkdeployer.core.usecase.SessionLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static Settings of(String... pairs) {
    return Settings.of(environment(pairs), false);
  }

  private static Map<String, String> environment(String... pairs) {
    var variables = new HashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      variables.put(pairs[i], pairs[i + 1]);
    }
    return variables;
  }

  @Test
  void anEmptyEnvironmentIsTheEmbeddedModeOnLoopback() {
    Settings settings = of();

    assertThat(settings.cluster()).isEqualTo(ClusterSource.EMBEDDED);
    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isEqualTo(8002);
    assertThat(settings.mongoUrl()).isEmpty();
    assertThat(settings.tokens()).isEmpty();
    assertThat(settings.allowedOrigins()).isEmpty();
    assertThat(settings.defaultNamespace()).isEqualTo("default");
    assertThat(settings.logLevel()).isEqualTo(LogLevel.INFO);
    assertThat(settings.policy()).isEqualTo(Policy.DEFAULT);
    assertThat(settings.manifestLimits()).isEqualTo(ManifestLimits.DEFAULT);
    assertThat(settings.sessionLimits()).isEqualTo(SessionLimits.DEFAULT);
    assertThat(settings.logLimits()).isEqualTo(LogLimits.DEFAULT);
    assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.callTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.isOpenToTheNetwork()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KUBECONFIG",
        "MONGO_URL",
        "DEPLOYER_CLUSTER",
        "DEPLOYER_HOST",
        "DEPLOYER_PORT",
        "DEFAULT_NAMESPACE",
        "LOG_LEVEL",
        "DEPLOYER_PUBLIC_URL",
        "DEPLOYER_ALLOWED_ORIGINS",
        "DEPLOYER_TOKENS",
        "DEPLOYER_TOKENS_FILE",
        "DEPLOYER_ALLOWED_NAMESPACES",
        "DEPLOYER_ALLOWED_KINDS",
        "DEPLOYER_CLUSTER_CONNECT_TIMEOUT",
        "DEPLOYER_CLUSTER_CALL_TIMEOUT",
        "DEPLOYER_MANIFEST_MAX_BYTES",
        "DEPLOYER_MANIFEST_MAX_DOCUMENTS",
        "DEPLOYER_MANIFEST_MAX_DEPTH",
        "DEPLOYER_MANIFEST_MAX_NODES",
        "DEPLOYER_TERMINAL_GRACE",
        "DEPLOYER_TERMINAL_IDLE",
        "DEPLOYER_TERMINAL_MAX_AGE",
        "DEPLOYER_TERMINAL_UNATTACHED",
        "DEPLOYER_TERMINAL_PER_JOB",
        "DEPLOYER_TERMINAL_TOTAL",
        "DEPLOYER_TERMINAL_SCROLLBACK",
        "DEPLOYER_TERMINAL_SHELLS",
        "DEPLOYER_LOG_LIMIT",
        "DEPLOYER_LOG_LINE_LIMIT",
        "DEPLOYER_LOG_RETENTION",
        "DEPLOYER_LOG_RETENTION_FAILED"
      })
  void anEmptyVariableCountsAsUnset(String variable) {
    assertThat(of(variable, "")).isEqualTo(of());
    assertThat(of(variable, "  ")).isEqualTo(of());
  }

  @ParameterizedTest
  @CsvSource({
    ",,false,EMBEDDED",
    "auto,,false,EMBEDDED",
    "auto,/some/config,false,KUBECONFIG",
    "auto,,true,IN_CLUSTER",
    "auto,/some/config,true,KUBECONFIG",
    "kubernetes,,false,HOME_KUBECONFIG",
    "Kubernetes,/some/config,false,KUBECONFIG",
    "kubernetes,,true,IN_CLUSTER",
    "embedded,/some/config,true,EMBEDDED"
  })
  void theClusterIsWhereTheSettingsSay(
      String mode, String kubeconfig, boolean inCluster, ClusterSource expected) {
    var variables = new HashMap<String, String>();
    variables.put("DEPLOYER_CLUSTER", mode == null ? "" : mode);
    variables.put("KUBECONFIG", kubeconfig == null ? "" : kubeconfig);

    assertThat(Settings.of(variables, inCluster).cluster()).isEqualTo(expected);
  }

  @Test
  void aRealClusterIsServedToTheNetworkAndThatIsSaid() {
    Settings settings = of("KUBECONFIG", "/some/config");

    assertThat(settings.host()).isEqualTo("0.0.0.0");
    assertThat(settings.isOpenToTheNetwork()).isTrue();
    assertThat(Notices.warnings(settings)).singleElement().asString().contains("DEPLOYER_TOKENS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "[::1]", "127.1.2.3"})
  void loopbackNeedsNoTokens(String host) {
    Settings settings = of("KUBECONFIG", "/some/config", "DEPLOYER_HOST", host);

    assertThat(settings.isOnLoopback()).isTrue();
    assertThat(Notices.warnings(settings)).isEmpty();
  }

  @Test
  void aTokenClosesIt() {
    Settings settings = of("KUBECONFIG", "/some/config", "DEPLOYER_TOKENS", "me=t0ken=with=signs");

    assertThat(settings.isOpenToTheNetwork()).isFalse();
    assertThat(settings.tokens())
        .singleElement()
        .satisfies(
            token -> {
              assertThat(token.caller().name()).isEqualTo("me");
              assertThat(token.secret()).isEqualTo("t0ken=with=signs");
            });
  }

  @Test
  void tokensComeFromAFileToo(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("tokens"), "# ours\n\nann=aaa\r\nbob = bbb\n");

    Settings settings = of("DEPLOYER_TOKENS", "carl=ccc,", "DEPLOYER_TOKENS_FILE", file.toString());

    assertThat(settings.tokens())
        .extracting(token -> token.caller().name() + ":" + token.secret())
        .containsExactly("carl:ccc", "ann:aaa", "bob:bbb");
  }

  @Test
  void aFileWithoutTokensWouldLeaveTheServiceOpen(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("tokens"), "# none yet\n");

    assertThatThrownBy(() -> of("DEPLOYER_TOKENS_FILE", file.toString()))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("DEPLOYER_TOKENS_FILE ");
  }

  @Test
  void everythingElseIsReadAsWritten() {
    Settings settings =
        of(
            "MONGO_URL", "mongodb://somewhere",
            "DEPLOYER_PORT", "9000",
            "DEFAULT_NAMESPACE", "bench",
            "LOG_LEVEL", "warning",
            "DEPLOYER_PUBLIC_URL", "https://bench.example.org/",
            "DEPLOYER_ALLOWED_ORIGINS", "http://localhost:3000, https://Front.example.org",
            "DEPLOYER_ALLOWED_NAMESPACES", "bench, other",
            "DEPLOYER_ALLOWED_KINDS", "Job,Workflow.argoproj.io",
            "DEPLOYER_CLUSTER_CONNECT_TIMEOUT", "500ms",
            "DEPLOYER_CLUSTER_CALL_TIMEOUT", "1m",
            "DEPLOYER_MANIFEST_MAX_BYTES", "64KiB",
            "DEPLOYER_MANIFEST_MAX_DOCUMENTS", "7",
            "DEPLOYER_MANIFEST_MAX_DEPTH", "8",
            "DEPLOYER_MANIFEST_MAX_NODES", "9");

    assertThat(settings.mongoUrl()).contains("mongodb://somewhere");
    assertThat(settings.port()).isEqualTo(9000);
    assertThat(settings.defaultNamespace()).isEqualTo("bench");
    assertThat(settings.logLevel().libraryName()).isEqualTo("WARN");
    assertThat(settings.publicUrl()).contains("https://bench.example.org");
    assertThat(settings.allowedOrigins())
        .containsExactlyInAnyOrder("http://localhost:3000", "https://front.example.org");
    assertThat(settings.policy().namespaces()).containsExactlyInAnyOrder("bench", "other");
    assertThat(settings.policy().kinds()).containsExactlyInAnyOrder("Job", "Workflow.argoproj.io");
    assertThat(settings.connectTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.callTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.manifestLimits().bytes()).isEqualTo(64 << 10);
    assertThat(settings.manifestLimits().documents()).isEqualTo(7);
    assertThat(settings.manifestLimits().depth()).isEqualTo(8);
    assertThat(settings.manifestLimits().nodes()).isEqualTo(9);
  }

  @Test
  void theBoundsOfTerminalsAreReadAsWritten() {
    Settings settings =
        of(
            "DEPLOYER_TERMINAL_GRACE", "10s",
            "DEPLOYER_TERMINAL_IDLE", "2h",
            "DEPLOYER_TERMINAL_MAX_AGE", "1d",
            "DEPLOYER_TERMINAL_UNATTACHED", "90s",
            "DEPLOYER_TERMINAL_PER_JOB", "3",
            "DEPLOYER_TERMINAL_TOTAL", "4",
            "DEPLOYER_TERMINAL_SCROLLBACK", "1MiB",
            "DEPLOYER_TERMINAL_SHELLS", "sh, fish");

    assertThat(settings.sessionLimits())
        .isEqualTo(
            new SessionLimits(
                Duration.ofSeconds(10),
                Duration.ofHours(2),
                Duration.ofDays(1),
                Duration.ofSeconds(90),
                3,
                4,
                1 << 20,
                Set.of("sh", "fish")));
    assertThat(settings.unknownVariables()).isEmpty();
  }

  @Test
  void theBoundsOfLogsAreRead() {
    Settings settings =
        of(
            "DEPLOYER_LOG_LIMIT", "3GiB",
            "DEPLOYER_LOG_LINE_LIMIT", "16KiB",
            "DEPLOYER_LOG_RETENTION", "7d",
            "DEPLOYER_LOG_RETENTION_FAILED", "36h");

    assertThat(settings.logLimits())
        .isEqualTo(new LogLimits(3L << 30, 16 << 10, Duration.ofDays(7), Duration.ofHours(36)));
    assertThat(settings.unknownVariables()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DEPLOYER_CLUSTER|minikube",
        "DEPLOYER_HOST|0.0.0.0",
        "DEPLOYER_HOST|localhost",
        "DEPLOYER_PORT|http",
        "DEPLOYER_PORT|70000",
        "DEPLOYER_PORT|-1",
        "DEFAULT_NAMESPACE|My_Space",
        "LOG_LEVEL|LOUD",
        "DEPLOYER_PUBLIC_URL|bench.example.org",
        "DEPLOYER_PUBLIC_URL|https://bench.example.org/path",
        "DEPLOYER_ALLOWED_ORIGINS|*",
        "DEPLOYER_ALLOWED_ORIGINS|null",
        "DEPLOYER_ALLOWED_ORIGINS|https://user@example.org",
        "DEPLOYER_ALLOWED_ORIGINS|,",
        "DEPLOYER_TOKENS|s3cret",
        "DEPLOYER_TOKENS|=s3cret",
        "DEPLOYER_TOKENS|name=",
        "DEPLOYER_TOKENS|a=s3cret,b=s3cret",
        "DEPLOYER_TOKENS|,",
        "DEPLOYER_TOKENS_FILE|/no/such/file",
        "DEPLOYER_ALLOWED_NAMESPACES|Bench",
        "DEPLOYER_ALLOWED_KINDS|batch/v1",
        "DEPLOYER_CLUSTER_CONNECT_TIMEOUT|2",
        "DEPLOYER_CLUSTER_CONNECT_TIMEOUT|0s",
        "DEPLOYER_CLUSTER_CALL_TIMEOUT|ten seconds",
        "DEPLOYER_CLUSTER_CALL_TIMEOUT|999999999d",
        "DEPLOYER_MANIFEST_MAX_BYTES|1MB",
        "DEPLOYER_MANIFEST_MAX_BYTES|999999999GiB",
        "DEPLOYER_MANIFEST_MAX_DOCUMENTS|0",
        "DEPLOYER_MANIFEST_MAX_DEPTH|501",
        "DEPLOYER_MANIFEST_MAX_NODES|99999999999999999999",
        "DEPLOYER_TERMINAL_GRACE|60",
        "DEPLOYER_TERMINAL_GRACE|2d",
        "DEPLOYER_TERMINAL_IDLE|0s",
        "DEPLOYER_TERMINAL_MAX_AGE|31d",
        "DEPLOYER_TERMINAL_UNATTACHED|never",
        "DEPLOYER_TERMINAL_PER_JOB|0",
        "DEPLOYER_TERMINAL_TOTAL|5001",
        "DEPLOYER_TERMINAL_SCROLLBACK|1KiB",
        "DEPLOYER_TERMINAL_SCROLLBACK|17MiB",
        "DEPLOYER_TERMINAL_SHELLS|/bin/sh",
        "DEPLOYER_TERMINAL_SHELLS|sh -c",
        "DEPLOYER_TERMINAL_SHELLS|..",
        "DEPLOYER_TERMINAL_SHELLS|,",
        "DEPLOYER_LOG_LIMIT|64MB",
        "DEPLOYER_LOG_LIMIT|63KiB",
        "DEPLOYER_LOG_LIMIT|1025GiB",
        "DEPLOYER_LOG_LINE_LIMIT|2MiB",
        "DEPLOYER_LOG_LINE_LIMIT|1023",
        "DEPLOYER_LOG_RETENTION|30",
        "DEPLOYER_LOG_RETENTION|0d",
        "DEPLOYER_LOG_RETENTION_FAILED|3651d"
      })
  void whatCanNotBeReadIsNamedInOneLineWithoutItsValue(String variable, String value) {
    assertThatThrownBy(() -> of(variable, value))
        .isInstanceOf(SettingException.class)
        .message()
        .startsWith(variable + " ")
        .doesNotContain("s3cret")
        .hasLineCount(1);
  }

  @Test
  void aVariableThatIsCalledLikeOursAndIsNoneIsTold() {
    assertThat(Notices.warnings(of("DEPLOYER_TOKEN", "me=secret", "DEPLOYER_PORT", "0")))
        .containsExactly("Not among the settings, and passed over (misspelt?): DEPLOYER_TOKEN");
  }

  @Test
  void noSecretIsInItsText() {
    Settings settings =
        of("DEPLOYER_TOKENS", "me=s3cret", "MONGO_URL", "mongodb://u:s3cret@somewhere");

    assertThat(settings.toString() + settings.tokens()).doesNotContain("s3cret");
  }
}
