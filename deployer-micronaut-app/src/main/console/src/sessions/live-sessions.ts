import { signal, type ReadonlySignal } from '@preact/signals';
import { get, reason } from '../service/http';
import type { TerminalSession } from '../service/types';

const EVERY = 5000;

const known = signal<readonly TerminalSession[] | undefined>(undefined);
const trouble = signal('');

/** All sessions on record, newest first; undefined until they were read for the first time. */
export const sessions: ReadonlySignal<readonly TerminalSession[] | undefined> = known;

/** Why the list could not be read the last time; empty where it could. */
export const sessionsFailure: ReadonlySignal<string> = trouble;

let isReading = false;

/** Reads the list. */
export async function readSessions(): Promise<void> {
  isReading = true;
  try {
    known.value = (await get<{ sessions: TerminalSession[] }>('terminal/sessions')).sessions;
    trouble.value = '';
  } catch (failure) {
    trouble.value = reason(failure);
  } finally {
    isReading = false;
  }
}

/** Reads the list now and then while the page is seen, until the function that this returns is called. */
export function followSessions(): () => void {
  const read = () => !document.hidden && !isReading && void readSessions();
  known.value = undefined;
  read();
  const timer = setInterval(read, EVERY);
  document.addEventListener('visibilitychange', read);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', read);
  };
}
