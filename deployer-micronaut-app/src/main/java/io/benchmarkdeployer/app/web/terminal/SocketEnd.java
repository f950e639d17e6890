package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.app.web.error.ErrorTable;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.port.DeployerException;

/**
 * How the service closes a socket: the code of the close frame, and its reason in a word or a few.
 *
 * <table>
 * <caption>Close codes</caption>
 * <tr><th>Code</th><th>Reason</th></tr>
 * <tr><td>4000</td><td>exit: the shell ended by itself (1000 in the legacy form)</td></tr>
 * <tr><td>4001</td><td>pod_gone</td></tr>
 * <tr><td>4002</td><td>idle</td></tr>
 * <tr><td>4003</td><td>max_age</td></tr>
 * <tr><td>4004</td><td>unattached</td></tr>
 * <tr><td>4005</td><td>detached</td></tr>
 * <tr><td>4006</td><td>closed_by_user</td></tr>
 * <tr><td>4007</td><td>replaced</td></tr>
 * <tr><td>4008</td><td>revoked</td></tr>
 * <tr><td>4009</td><td>server_shutdown</td></tr>
 * <tr><td>4010</td><td>server_lost</td></tr>
 * <tr><td>4011</td><td>connection_lost: between the service and the cluster</td></tr>
 * <tr><td>4012</td><td>no_shell</td></tr>
 * <tr><td>4400</td><td>malformed: a query parameter can't be read</td></tr>
 * <tr><td>4403</td><td>forbidden: the session is somebody else's</td></tr>
 * <tr><td>4404</td><td>not_found: no such session</td></tr>
 * <tr><td>4408</td><td>too_slow: the client took nothing for 10 seconds; come back</td></tr>
 * <tr><td>4409</td><td>conflict: another process holds the session</td></tr>
 * <tr><td>4411</td><td>silent: nothing came from the client, not even pongs; come back</td></tr>
 * <tr><td>4429</td><td>too_many: as many sockets as a session may have</td></tr>
 * <tr><td>4503</td><td>the cluster or the database can't be asked; come back</td></tr>
 * <tr><td>1002, 1009, 1011</td><td>as RFC 6455 has them</td></tr>
 * </table>
 *
 * Up to 4399 the session is over; with the others it may live on.
 */
record SocketEnd(int code, String reason) {
  static final SocketEnd NORMAL = new SocketEnd(1000, "exit");
  static final SocketEnd TOO_SLOW = new SocketEnd(4408, "too_slow");
  static final SocketEnd SILENT = new SocketEnd(4411, "silent");
  static final SocketEnd TOO_MANY = new SocketEnd(4429, "too_many");
  static final SocketEnd BUG = new SocketEnd(1011, "the service failed; its log says why");
  static final SocketEnd MALFORMED = new SocketEnd(4400, "malformed");

  static SocketEnd protocol(String rule) {
    return new SocketEnd(1002, rule);
  }

  static SocketEnd tooBig(String rule) {
    return new SocketEnd(1009, rule);
  }

  static SocketEnd of(SessionEnd.Reason reason) {
    return new SocketEnd(code(reason), reason.wireName());
  }

  private static int code(SessionEnd.Reason reason) {
    return switch (reason) {
      case EXIT -> 4000;
      case POD_GONE -> 4001;
      case IDLE -> 4002;
      case MAX_AGE -> 4003;
      case UNATTACHED -> 4004;
      case DETACHED -> 4005;
      case CLOSED_BY_USER -> 4006;
      case REPLACED -> 4007;
      case REVOKED -> 4008;
      case SERVER_SHUTDOWN -> 4009;
      case SERVER_LOST -> 4010;
      case CONNECTION_LOST -> 4011;
      case NO_SHELL -> 4012;
    };
  }

  /** 4000 and the status that the error has in HTTP; all that is out of reach is one. */
  static SocketEnd of(DeployerException error) {
    ErrorTable.Row row = ErrorTable.of(error);
    int status = Math.min(row.status().getCode(), 503);
    return new SocketEnd(4000 + status, row.word());
  }
}
