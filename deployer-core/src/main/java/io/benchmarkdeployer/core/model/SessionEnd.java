package io.benchmarkdeployer.core.model;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * That a session ended, and why.
 *
 * @param exitCode the shell's, where it ended by itself
 * @param message one sentence for the person who sat there
 */
public record SessionEnd(Reason reason, OptionalInt exitCode, String message, Instant at) {

  /** Why a session ended. */
  public enum Reason {
    /** The shell ended by itself. */
    EXIT,
    /** Its pod or container went away, or its job ended or was deleted. */
    POD_GONE,
    /** Nothing was typed and nothing printed for long. */
    IDLE,
    /** It was open as long as a session may be. */
    MAX_AGE,
    /** Nobody ever came. */
    UNATTACHED,
    /** Everybody left, and nobody came back in time. */
    DETACHED,
    /** Somebody asked for its end. */
    CLOSED_BY_USER,
    /** A job of the same name was deployed anew. */
    REPLACED,
    /** What it was opened in is no longer known to be ours. */
    REVOKED,
    /** The service stops. */
    SERVER_SHUTDOWN,
    /** The process of the service that held it is gone. */
    SERVER_LOST,
    /** The connection between the service and the cluster broke. */
    CONNECTION_LOST,
    /** The container has none of the shells. */
    NO_SHELL;

    public String wireName() {
      return WireName.of(this);
    }
  }

  /** An end that is not the shell's own. */
  public static SessionEnd of(Reason reason, String message, Instant at) {
    return new SessionEnd(reason, OptionalInt.empty(), message, at);
  }

  /** The shell's own end. */
  public static SessionEnd ofExit(int code, Instant at) {
    return new SessionEnd(
        Reason.EXIT, OptionalInt.of(code), "The shell ended with code " + code, at);
  }
}
