package io.benchmarkdeployer.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.benchmarkdeployer.app.Dockerfile.Instruction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A root file system with what the {@code Dockerfile} puts into the image, and nothing of ours
 * beside it: the system's programs are this machine's, Java is the one that runs the tests. What
 * runs in it sees only this: it is a mount namespace and a root of its own, read-only but for
 * {@code /tmp} once the image is built, and has no capability left where the image names a user.
 */
final class ImageRoot {
  private static final String JAVA = "/opt/java";

  /** What a program needs of a machine. */
  private static final List<String> SYSTEM = List.of("usr", "bin", "sbin", "lib", "lib64", "etc");

  /** Arguments: the folder, Java's home here, {@code ro} or {@code rw}, the command. */
  private static final String ENTER =
      """
      root=$1 java=$2 mode=$3; shift 3
      mount --bind "$root" "$root"
      for part in %s; do
        if [ -L "/$part" ]; then [ -L "$root/$part" ] || ln -s "$(readlink "/$part")" "$root/$part"
        elif [ -d "/$part" ]; then mount --rbind -o ro "/$part" "$root/$part"; fi
      done
      mount --bind -o ro "$java" "$root%s"
      mount --rbind /proc "$root/proc"
      mount --rbind /dev "$root/dev"
      mount -t tmpfs -o mode=1777 tmp "$root/tmp"
      mount -o "remount,bind,$mode" "$root"
      exec chroot "$root" "$@"
      """
          .formatted(String.join(" ", SYSTEM), JAVA);

  private final Dockerfile dockerfile = Dockerfile.read();
  private final Path root;

  private ImageRoot(Path root) {
    this.root = root;
  }

  /** Builds the image's last stage into this folder. */
  static ImageRoot build(Path root) throws IOException, InterruptedException {
    requireRights();
    var image = new ImageRoot(root);
    image.makeMountPoints();
    for (Instruction copy : image.dockerfile.all("COPY")) {
      image.copy(copy);
    }
    for (Instruction run : image.dockerfile.all("RUN")) {
      image.run(run);
    }
    return image;
  }

  Dockerfile dockerfile() {
    return dockerfile;
  }

  private static void requireRights() throws IOException, InterruptedException {
    Process able = new ProcessBuilder("unshare", "--mount", "true").start();
    if (!able.waitFor(10, TimeUnit.SECONDS) || able.exitValue() != 0) {
      fail("A root of its own takes Linux, util-linux and the user root: run this test as root");
    }
  }

  private void makeMountPoints() throws IOException {
    // Its user must be able to enter it.
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String part : SYSTEM) {
      if (!Files.isSymbolicLink(Path.of("/", part)) && Files.isDirectory(Path.of("/", part))) {
        Files.createDirectories(root.resolve(part));
      }
    }
    for (String part : List.of(JAVA.substring(1), "proc", "dev", "tmp")) {
      Files.createDirectories(root.resolve(part));
    }
  }

  /** What is copied was built at the top of the repository, which the build stage has too. */
  private void copy(Instruction copy) throws IOException {
    List<String> words = copy.words();
    assertThat(words.getFirst()).isEqualTo("--from=build");
    assertThat(words.getLast()).isEqualTo("./");
    Path folder = Files.createDirectories(root.resolve(workdir().substring(1)));
    for (String source : words.subList(1, words.size() - 1)) {
      Path built = Path.of(source.replaceFirst("^/build/", "../"));
      Files.copy(built, folder.resolve(built.getFileName()));
    }
  }

  private String workdir() {
    return dockerfile.the("WORKDIR").rest();
  }

  private void run(Instruction run) throws IOException, InterruptedException {
    Process running =
        new ProcessBuilder(enter("rw", run.command())).redirectErrorStream(true).start();
    String said = new String(running.getInputStream().readAllBytes(), UTF_8);
    assertThat(running.waitFor()).as(said).isZero();
  }

  /** What starts the image, as its user. */
  ProcessBuilder entrypoint(Map<String, String> variables) {
    return inContainer(dockerfile.the("ENTRYPOINT").command(), variables);
  }

  /** What asks whether it is well. */
  ProcessBuilder healthcheck(Map<String, String> variables) {
    return inContainer(dockerfile.the("HEALTHCHECK").command(), variables);
  }

  private ProcessBuilder inContainer(List<String> command, Map<String, String> variables) {
    String[] user = dockerfile.the("USER").rest().split(":");
    var whole = new ArrayList<>(List.of("setpriv", "--reuid", user[0], "--regid", user[1]));
    whole.addAll(List.of("--clear-groups", "--no-new-privs"));
    whole.addAll(List.of("--bounding-set=-all", "--inh-caps=-all"));
    whole.addAll(command);
    var builder = new ProcessBuilder(enter("ro", whole));
    builder.environment().clear();
    for (Instruction variable : dockerfile.all("ENV")) {
      String[] parts = variable.rest().split("=", 2);
      builder.environment().put(parts[0], parts[1]);
    }
    builder.environment().put("PATH", JAVA + "/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    builder.environment().putAll(variables);
    return builder;
  }

  private List<String> enter(String mode, List<String> command) {
    var whole = new ArrayList<>(List.of("unshare", "--mount", "sh", "-ec", ENTER, "sh"));
    whole.addAll(List.of(root.toString(), System.getProperty("java.home"), mode));
    command.stream()
        .map(word -> word.equals("java") ? JAVA + "/bin/java" : word)
        .forEach(whole::add);
    return whole;
  }
}
