package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What runs the containers of a cluster in memory: scripts in tests, local processes in the
 * embedded mode. The cluster decides what runs when; the runtime runs it.
 */
public interface ContainerRuntime extends AutoCloseable {

  /**
   * Starts a container; on return it runs.
   *
   * @param output takes what it prints, both streams together; called from one thread at a time,
   *     never after {@link Running#exit} has completed. The array is the taker's.
   * @throws StartFailure where it can't be made or started
   */
  Running start(Start container, Consumer<byte[]> output) throws StartFailure;

  /**
   * None of this pod's containers will be started again: the pod has ended or was deleted. What
   * they share may go once the last of them has ended. Idempotent; returns at once.
   *
   * @param pod its UID
   */
  default void podGone(String pod) {}

  /** Stops all that runs and gives back what the runtime holds. Idempotent. */
  @Override
  void close();

  /**
   * A container to be started.
   *
   * @param pod the pod's UID: what the containers of one pod share, they share under it
   * @param attempt 0, then 1 for its first restart, and so on
   * @param command the program and its first arguments; empty for the image's own
   * @param workingDirectory as the manifest says it, a path in the container
   */
  record Start(
      String namespace,
      String podName,
      String pod,
      String container,
      int attempt,
      String image,
      List<String> command,
      List<String> arguments,
      Map<String, String> environment,
      Optional<String> workingDirectory) {
    public Start {
      command = List.copyOf(command);
      arguments = List.copyOf(arguments);
      environment = Map.copyOf(environment);
    }
  }

  /** A container that was started. Any thread may call. */
  interface Running {

    /**
     * Starts a shell in it, with a terminal of its own, as {@link
     * io.benchmarkdeployer.core.port.ExecPort#open} has it. When the container ends its shells end
     * with it: a terminal then tells {@code Exited(137)} or {@code Lost}.
     *
     * @throws io.benchmarkdeployer.core.port.ConflictException where it has ended
     */
    Opening openTerminal(String shell, TerminalMarker marker, TerminalSize size);

    /** Ends what carries these markers, as {@code ExecPort#end} has it; returns when it is over. */
    void endTerminals(Set<TerminalMarker> markers);

    /** Its end, once all that it printed was handed over. Never completes with an exception. */
    CompletableFuture<Exit> exit();

    /**
     * Asks it to end, and after the grace ends it, with every process that it started. Returns at
     * once: {@link #exit} tells when it is over. Idempotent.
     */
    void stop(Duration grace);
  }

  /**
   * How a container ended.
   *
   * @param reason {@code Completed}, {@code Error} or {@code OOMKilled}, as the kubelet says it
   */
  record Exit(int code, String reason) {
    /** By its code alone. */
    public static Exit of(int code) {
      return new Exit(code, code == 0 ? "Completed" : "Error");
    }
  }

  /** A container that can't be had; the kubelet's word for it and its message. */
  final class StartFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;
    private final What what;

    private enum What {
      IMAGE,
      PROGRAM,
      NODE
    }

    private StartFailure(String reason, String message, What what) {
      super(message);
      this.reason = reason;
      this.what = what;
    }

    /** The image can't be had: the container waits, and the cluster tries again later. */
    public static StartFailure ofImage(String reason, String message) {
      return new StartFailure(reason, message, What.IMAGE);
    }

    /** The program can't be run ({@code StartError}): the container has ended, with code 128. */
    public static StartFailure ofProgram(String reason, String message) {
      return new StartFailure(reason, message, What.PROGRAM);
    }

    /**
     * The node can't make it just now ({@code CreateContainerError}): the container waits, and the
     * cluster tries again later.
     */
    public static StartFailure ofNode(String reason, String message) {
      return new StartFailure(reason, message, What.NODE);
    }

    /** {@code ErrImagePull}, {@code StartError}: as the kubelet spells it. */
    public String reason() {
      return reason;
    }

    /** Whether the image is what is missing. */
    public boolean isOfImage() {
      return what == What.IMAGE;
    }

    /** Whether it is the node that is at fault, and may do better later. */
    public boolean isOfNode() {
      return what == What.NODE;
    }
  }
}
