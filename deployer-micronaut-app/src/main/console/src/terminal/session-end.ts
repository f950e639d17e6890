/** Why sessions end, in the order of their close codes: the first is 4000 (docs/terminal.md). */
export const END_REASONS = [
  'exit',
  'pod_gone',
  'idle',
  'max_age',
  'unattached',
  'detached',
  'closed_by_user',
  'replaced',
  'revoked',
  'server_shutdown',
  'server_lost',
  'connection_lost',
  'no_shell',
] as const;

export type EndReason = (typeof END_REASONS)[number];

/** How a session ended. */
export interface SessionEnd {
  /** One of END_REASONS, not_found where the service does not know the session, or a word of a newer service. */
  reason: string;
  /** The shell's, where it ended by itself. */
  exitCode: number | null;
  /** The service's own sentence; may be empty. */
  message: string;
}

/** What a close code means for the session. */
export type Closing =
  | { is: 'over'; end: SessionEnd }
  /** The session may live on, and coming back may succeed. */
  | { is: 'broken' }
  /** The session may live on; coming back at once would end the same way. */
  | { is: 'refused' };

const FIRST_END = 4000;
const LAST_END = 4399;
const NOT_FOUND = 4404;
const COME_BACK = [4408, 4411, 4429, 4503];

/** What a close frame says; browsers show a connection that broke, and a refused handshake, as 1006. */
export function closing(code: number, word: string): Closing {
  if (code === NOT_FOUND) return over('not_found');
  if (code >= FIRST_END && code <= LAST_END) return over(END_REASONS[code - FIRST_END] ?? word);
  if (COME_BACK.includes(code)) return { is: 'broken' };
  return { is: code < FIRST_END && code !== 1000 ? 'broken' : 'refused' };
}

const over = (reason: string): Closing => ({ is: 'over', end: { reason, exitCode: null, message: '' } });
