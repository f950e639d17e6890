package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.TerminalRequest;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is run in containers, by whatever POSIX shell they have. There may be nothing else in them:
 * all is done by builtins.
 */
final class ExecScripts {
  /** How {@link #ending} says that there was somebody to signal. */
  static final int FOUND = 77;

  static final int FOUND_NONE = 0;

  /** By this a shell is known that has not yet come to have its marker in the environment. */
  private static final String STARTING = "benchmark-deployer-terminal:";

  /**
   * The cluster sets a new terminal's size some time after the shell's start; so it is set here,
   * where there is a {@code stty}, before the shell could look. An image may have no locale but C,
   * in which bash takes the bytes of a Korean letter for keys with Meta, unless a file tells it
   * otherwise: one in memory, gone with the pod.
   */
  private static final String START =
      """
      stty rows "$2" cols "$3" 2>/dev/null
      export %s="${1#*:}" TERM=xterm-256color
      if [ -z "$LC_ALL$LC_CTYPE$LANG" ] && [ -n "$BASH_VERSION$ZSH_VERSION$KSH_VERSION" ]; then
        export LANG=C.UTF-8
      fi
      if [ -n "$BASH_VERSION" ] && [ -z "$INPUTRC" ]; then
        letter=$(printf '\\355\\225\\234')
        if [ "${#letter}" != 1 ]; then
          rc=/dev/shm/.benchmark-deployer-inputrc-$UID
          (set -C; printf '%%s\\n' >$rc '$include /etc/inputrc' '$include ~/.inputrc' \\
            'set input-meta on' 'set output-meta on' 'set convert-meta off')
          [ -O $rc ] && export INPUTRC=$rc
        fi
      fi 2>/dev/null
      printf '\\036%%s\\037' "${1#*:}"
      exec "$0"\
      """
          .formatted(TerminalMarker.VARIABLE);

  /**
   * An environment's assignments end in NUL, which shells leave out where they read; markers are
   * found all the same.
   */
  private static final String END =
      """
      IFS= read -r wanted || exit 2
      found=%d
      look() {
        while IFS= read -r line || [ -n "$line" ]; do
          while :; do
            case $line in *"$1"*) ;; *) break ;; esac
            line=${line#*"$1"}
            marker=${line%%"${line#%s}"}
            case $wanted in *" $marker "*) found=%d; kill -"$signal" "$id"; kill -CONT "$id" ;; esac
          done
        done
      }
      signal=$1
      for process in /proc/[0-9]*; do
        id=${process#/proc/}
        [ "$id" != "$$" ] || continue
        look '%s=' <"$process/environ"
        look '%s' <"$process/cmdline"
      done 2>/dev/null
      exit $found\
      """
          .formatted(
              FOUND_NONE,
              "?".repeat(TerminalMarker.random().value().length()),
              FOUND,
              TerminalMarker.VARIABLE,
              STARTING);

  private ExecScripts() {}

  /** Becomes the shell that was asked for, once it has said its {@link #sentinel}. */
  static List<String> starting(TerminalRequest request) {
    TerminalSize size = request.size();
    return List.of(
        request.shell(),
        "-c",
        START,
        request.shell(),
        STARTING + request.marker().value(),
        String.valueOf(size.rows()),
        String.valueOf(size.columns()));
  }

  static Sentinel sentinel(TerminalMarker marker) {
    return new Sentinel("\036" + marker.value() + "\037");
  }

  /** Signals all whose markers are typed to it, as {@link #line}. */
  static List<String> ending(String shell, String signal) {
    return List.of(shell, "-c", END, shell, signal);
  }

  /** These markers, for {@link #ending}; not among its arguments, which are bounded. */
  static String line(Collection<TerminalMarker> markers) {
    return markers.stream().map(TerminalMarker::value).collect(Collectors.joining(" ", " ", " \n"));
  }
}
