package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import io.benchmarkdeployer.core.port.Terminal;
import io.benchmarkdeployer.testkit.ContainerScript.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Containers that play scripts, in the time of a {@link MemoryClock}. What a container does is
 * looked up by its exact command, else by its image, else by its name; one that was taught nothing
 * prints nothing and ends with code 0. Told to stop, every script ends at once with code 143. Any
 * thread may call.
 */
public final class ScriptedContainers implements ContainerRuntime {
  private static final Exit STOPPED = Exit.of(143);
  private static final Exit OUT_OF_MEMORY = new Exit(137, "OOMKilled");

  private final Agenda agenda;
  private final Map<List<String>, ContainerScript> byCommand = new ConcurrentHashMap<>();
  private final Map<String, ContainerScript> byName = new ConcurrentHashMap<>();
  private final Set<String> missingImages = ConcurrentHashMap.newKeySet();
  private final Set<String> missingPrograms = ConcurrentHashMap.newKeySet();
  private final Set<String> greedy = ConcurrentHashMap.newKeySet();
  private final TaughtShells shells = new TaughtShells();
  private final Set<Play> playing = ConcurrentHashMap.newKeySet();

  public ScriptedContainers(MemoryClock clock) {
    this.agenda = clock.agenda();
  }

  /** Containers with the command of this script play it. */
  public ScriptedContainers teach(ContainerScript script) {
    return teachCommand(script.command(), script);
  }

  /** Containers with this command, arguments included, play this script. */
  public ScriptedContainers teachCommand(List<String> command, ContainerScript script) {
    byCommand.put(List.copyOf(command), script);
    return this;
  }

  /** Containers of this image, or of this name, play this script. */
  public ScriptedContainers teachImage(String imageOrContainer, ContainerScript script) {
    byName.put(imageOrContainer, script);
    return this;
  }

  /** The image can't be pulled: containers of it wait, as {@code ErrImagePull}. */
  public ScriptedContainers missImage(String image) {
    missingImages.add(image);
    return this;
  }

  /** The image can be pulled again. */
  public ScriptedContainers findImage(String image) {
    missingImages.remove(image);
    return this;
  }

  /** No image has this program: containers that shall run it end with a {@code StartError}. */
  public ScriptedContainers missProgram(String program) {
    missingPrograms.add(program);
    return this;
  }

  /** Containers of this image, or of this name, are killed for their memory at their end. */
  public ScriptedContainers runOutOfMemory(String imageOrContainer) {
    greedy.add(imageOrContainer);
    return this;
  }

  /**
   * Containers of this image, or of this name, have this shell. Each has a {@link
   * ScriptedShell#plain() plain} {@code /bin/sh} from the start.
   *
   * @param shell its path, {@code /bin/bash}; its name stands for the one in {@code /bin}
   */
  public ScriptedContainers teachShell(String imageOrContainer, String shell, ScriptedShell does) {
    shells.teach(imageOrContainer, shell, does);
    return this;
  }

  /** Containers of this image, or of this name, don't have this shell. */
  public ScriptedContainers missShell(String imageOrContainer, String shell) {
    shells.miss(imageOrContainer, shell);
    return this;
  }

  /**
   * The markers of all shells that run now, in any container, with somebody at their terminal or
   * nobody.
   */
  public List<TerminalMarker> runningShells() {
    return playing.stream().flatMap(play -> play.terminals.markers().stream()).toList();
  }

  @Override
  public Running start(Start container, Consumer<byte[]> output) throws StartFailure {
    if (missingImages.contains(container.image())) {
      throw StartFailure.ofImage("ErrImagePull", imageMessage(container.image()));
    }
    if (!container.command().isEmpty()
        && missingPrograms.contains(container.command().getFirst())) {
      throw StartFailure.ofProgram("StartError", programMessage(container.command().getFirst()));
    }
    var play = new Play(container, script(container), output, isGreedy(container));
    playing.add(play);
    play.begin();
    return play;
  }

  private boolean isGreedy(Start container) {
    return greedy.contains(container.image()) || greedy.contains(container.container());
  }

  private ContainerScript script(Start container) {
    var command = new ArrayList<>(container.command());
    command.addAll(container.arguments());
    return Optional.ofNullable(byCommand.get(command))
        .or(() -> Optional.ofNullable(byName.get(container.image())))
        .or(() -> Optional.ofNullable(byName.get(container.container())))
        .orElse(new ContainerScript(List.of()));
  }

  private static String imageMessage(String image) {
    return "rpc error: code = NotFound desc = failed to pull and unpack image \"%s\": not found"
        .formatted(image);
  }

  private static String programMessage(String program) {
    return ("failed to create containerd task: failed to create shim task: OCI runtime create"
            + " failed: runc create failed: unable to start container process: exec: \"%s\":"
            + " executable file not found in $PATH: unknown")
        .formatted(program);
  }

  @Override
  public void close() {
    agenda.close();
    playing.forEach(play -> play.stop(Duration.ZERO));
  }

  /** One container that plays its script. */
  private final class Play implements Running {
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private final ContainerShells terminals = new ContainerShells();
    private final Start container;
    private final List<Step> steps;
    private final Consumer<byte[]> output;
    private final boolean greedy;

    Play(Start container, ContainerScript script, Consumer<byte[]> output, boolean greedy) {
      this.container = container;
      this.steps = script.steps();
      this.output = output;
      this.greedy = greedy;
    }

    void begin() {
      agenda.after(Duration.ZERO, () -> goOn(0));
    }

    /** Under the lock, so that nothing is printed after the end. */
    private void goOn(int from) {
      lock.lock();
      try {
        playFrom(from);
      } finally {
        lock.unlock();
      }
    }

    private void playFrom(int from) {
      for (int i = from; i < steps.size() && !exit.isDone(); i++) {
        switch (steps.get(i)) {
          case Step.Print print -> output.accept(print.text().getBytes(StandardCharsets.UTF_8));
          case Step.Exit end -> endBy(Exit.of(end.code()));
          case Step.Wait wait -> {
            int next = i + 1;
            agenda.after(wait.time(), () -> goOn(next));
            return;
          }
        }
      }
      endBy(Exit.of(0));
    }

    private void endBy(Exit itself) {
      end(greedy ? OUT_OF_MEMORY : itself);
    }

    private void end(Exit how) {
      if (exit.complete(how)) {
        terminals.close();
        playing.remove(this);
      }
    }

    @Override
    public CompletableFuture<Exit> exit() {
      return exit;
    }

    @Override
    public Opening openTerminal(String shell, TerminalMarker marker, TerminalSize size) {
      return shells
          .find(container, shell)
          .<Opening>map(does -> new Opening.Opened(open(does, marker, size)))
          .orElseGet(Opening.NoSuchShell::new);
    }

    private Terminal open(ScriptedShell does, TerminalMarker marker, TerminalSize size) {
      return terminals.open(does, marker, size, container.environment());
    }

    @Override
    public void endTerminals(Set<TerminalMarker> markers) {
      terminals.end(markers);
    }

    @Override
    public void stop(Duration grace) {
      lock.lock();
      try {
        end(STOPPED);
      } finally {
        lock.unlock();
      }
    }
  }
}
