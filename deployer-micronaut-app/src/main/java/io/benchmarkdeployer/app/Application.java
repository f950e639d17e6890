package io.benchmarkdeployer.app;

import io.benchmarkdeployer.app.wiring.Adapters;
import io.benchmarkdeployer.app.wiring.ChosenAdapters;
import io.benchmarkdeployer.app.wiring.Notices;
import io.benchmarkdeployer.app.wiring.SettingException;
import io.benchmarkdeployer.app.wiring.Settings;
import io.benchmarkdeployer.app.wiring.StopRequested;
import io.benchmarkdeployer.app.wiring.Version;
import io.benchmarkdeployer.core.port.DeployerException;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.exceptions.ApplicationStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the service; it runs until the process is told to end (SIGTERM or Ctrl-C). */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Benchmark Deployer",
            version = "0.1.0",
            description = "Deploys benchmark jobs, follows them, reads their logs, deletes them."),
    security = @SecurityRequirement(name = "token"))
@SecurityScheme(
    name = "token",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description = "One of the operator's tokens, where some are set.")
public final class Application {
  private Application() {}

  public static void main(String[] args) {
    try {
      serve(Settings.of(System.getenv(), ChosenAdapters.isInCluster()));
    } catch (SettingException | DeployerException wrong) {
      end(String.valueOf(wrong.getMessage()));
    }
  }

  private static void serve(Settings settings) {
    try {
      start(settings);
    } catch (ApplicationStartupException | ServerStartupException unheard) {
      end(whyUnheard(settings, String.valueOf(root(unheard).getMessage())));
    }
  }

  private static Throwable root(Throwable error) {
    Throwable cause = error.getCause();
    return cause == null ? error : root(cause);
  }

  private static String whyUnheard(Settings settings, String reason) {
    return reason.contains("in use")
        ? "port %d of %s is taken: end what listens there, or set DEPLOYER_PORT to a free one"
            .formatted(settings.port(), settings.host())
        : "it can't listen on %s:%d, its DEPLOYER_HOST and DEPLOYER_PORT: %s"
            .formatted(settings.host(), settings.port(), reason);
  }

  private static void end(String why) {
    System.err.println("Benchmark Deployer can't start: " + why);
    System.exit(1);
  }

  private static void start(Settings settings) {
    // Before the first logger: it is what logback.xml asks for.
    System.setProperty("LOG_LEVEL", settings.logLevel().libraryName());
    Adapters adapters = ChosenAdapters.open(settings);
    var builder = ApplicationContext.builder();
    configure(builder, settings, adapters);
    ApplicationContext context = builder.start();
    // Micronaut's own hook stops the server first: terminals would be cut without a word.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(context), "stop"));
    EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
    announce(server, settings);
  }

  /** Ends all of it, unless a start that failed has; whoever is connected is told first. */
  static void stop(ApplicationContext context) {
    if (context.isRunning()) {
      context.getEventPublisher(StopRequested.class).publishEvent(new StopRequested());
      context.close();
    }
  }

  /**
   * Puts an application together. It reads nothing but these settings: Micronaut would take any
   * variable of the environment for one of its own.
   */
  static void configure(ApplicationContextBuilder builder, Settings settings, Adapters adapters) {
    builder
        .mainClass(Application.class)
        .banner(false)
        .deduceEnvironment(false)
        .environmentPropertySource(false)
        .singletons(settings, adapters)
        .properties(
            Map.of(
                "micronaut.server.host",
                settings.host(),
                "micronaut.server.port",
                settings.port() == 0 ? -1 : settings.port()));
  }

  private static void announce(EmbeddedServer server, Settings settings) {
    Logger log = LoggerFactory.getLogger(Application.class);
    log.info(
        "Benchmark Deployer {} listens on http://{}:{} (documentation at /docs); cluster: {},"
            + " state: {}, access: {}",
        Version.OF_THIS,
        settings.host(),
        server.getPort(),
        settings.isEmbedded() ? "embedded" : "Kubernetes",
        settings.mongoUrl().isPresent() ? "MongoDB" : "in memory",
        access(settings.tokens().size()));
    Notices.of(settings).forEach(log::info);
    Notices.warnings(settings).forEach(log::warn);
  }

  private static String access(int tokens) {
    return switch (tokens) {
      case 0 -> "open";
      case 1 -> "1 token";
      default -> tokens + " tokens";
    };
  }
}
