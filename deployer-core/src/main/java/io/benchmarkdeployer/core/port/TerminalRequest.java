package io.benchmarkdeployer.core.port;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;

/**
 * Which shell to open, and where.
 *
 * @param container must run; its pod is found by name: that it is still the pod of that UID is for
 *     the caller to check once the terminal is open
 * @param shell a program with a POSIX shell's {@code -c}: a path, or a name that the container's
 *     search path resolves
 * @param marker goes into the environment of the shell and of all that it starts
 * @param size that of the terminal from its first byte on
 */
public record TerminalRequest(
    ContainerRef container, String shell, TerminalMarker marker, TerminalSize size) {}
