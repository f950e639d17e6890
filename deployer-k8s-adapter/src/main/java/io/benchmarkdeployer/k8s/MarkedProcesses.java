package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * The processes of terminals in one container, to be ended: by a script that is run in it again and
 * again, until it finds none.
 */
final class MarkedProcesses {
  private static final Duration MOST = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration NEXT_PAUSE = Duration.ofMillis(100);

  private final ApiServer server;
  private final OpenStreams open;
  private final ContainerRef container;
  private final String shell;
  private final byte[] markers;
  private final long deadline = System.nanoTime() + MOST.toNanos();

  /** Why the last run did not suffice. */
  private String trouble = "";

  /** What one run of the script saw. */
  private enum Found {
    /** Some, and signalled them. */
    SOME,
    /** None; or the container does not run any more. */
    NONE,
    /** It did not come to its end. */
    UNKNOWN
  }

  MarkedProcesses(
      ApiServer server,
      OpenStreams open,
      ContainerRef container,
      String shell,
      Set<TerminalMarker> markers) {
    this.server = server;
    this.open = open;
    this.container = container;
    this.shell = shell;
    this.markers = ExecScripts.line(markers).getBytes(StandardCharsets.UTF_8);
  }

  /** Ends them; gently first. */
  void end() {
    if (!isThere()) {
      return;
    }
    Found found = signal("HUP");
    for (Duration pause = FIRST_PAUSE; found != Found.NONE; pause = NEXT_PAUSE) {
      pause(pause);
      found = signal("KILL");
    }
  }

  /** Whether the pod of that name is still the one that is meant. */
  private boolean isThere() {
    ApiAnswer answer = server.read(ExecUrls.pod(server.url(), container).build());
    if (answer.isSuccess()) {
      return answer.body().textAt("metadata", "uid").filter(this::isOurs).isPresent();
    }
    return !isGone(answer);
  }

  private boolean isOurs(String uid) {
    return uid.equals(container.podUid().value());
  }

  /**
   * Whether a refusal says that there is nothing to be ended.
   *
   * @throws io.benchmarkdeployer.core.port.DeployerException where it says something else
   */
  private boolean isGone(ApiAnswer answer) {
    return switch (ExecRefusal.of(answer, container)) {
      case NotFoundException gone -> true;
      case ConflictException idle -> true;
      case RuntimeException other -> throw other;
    };
  }

  private Found signal(String name) {
    HttpUrl url = ExecUrls.script(server.url(), container, ExecScripts.ending(shell, name));
    ExecStream stream = ExecStream.ofScript(server, url, open);
    try {
      if (stream.awaitStart(left()) instanceof ExecStream.State.Running running) {
        running.typed().write(markers);
      }
      return found(stream.awaitEnd(left()));
    } catch (InterruptedException stopped) {
      throw stopping(stopped);
    } finally {
      stream.close();
    }
  }

  private Found found(ExecStream.State end) {
    return switch (end) {
      case ExecStream.State.Ended ended -> found(ended.status());
      case ExecStream.State.Refused refused -> found(refused.answer());
      case ExecStream.State other -> unknown("the connection to the container broke");
    };
  }

  private Found found(ApiAnswer refusal) {
    try {
      return isGone(refusal) ? Found.NONE : unknown("there is no way in");
    } catch (UnavailableException notNow) {
      return unknown(String.valueOf(notNow.getMessage()));
    }
  }

  private Found found(ExecStatus status) {
    int code = status.exitCode().orElse(-1);
    if (code == ExecScripts.FOUND) {
      trouble = "they are still there";
      return Found.SOME;
    }
    boolean none = code == ExecScripts.FOUND_NONE || status.isOfContainer();
    return none ? Found.NONE : unknown(status.words());
  }

  private Found unknown(String why) {
    trouble = why;
    return Found.UNKNOWN;
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
  }

  private void pause(Duration time) {
    if (left().compareTo(time) <= 0) {
      throw new UnavailableException(
          How.UNREACHABLE,
          "%s: its terminals' processes could not be ended; try again: %s"
              .formatted(ExecRefusal.about(container), trouble));
    }
    try {
      Thread.sleep(time);
    } catch (InterruptedException stopped) {
      throw stopping(stopped);
    }
  }

  private static UnavailableException stopping(InterruptedException stopped) {
    Thread.currentThread().interrupt();
    return new UnavailableException(How.UNREACHABLE, "The service is stopping", stopped);
  }
}
