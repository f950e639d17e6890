import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';
import { address, get, post, Refused, remove, segment } from '../service/http';
import { token } from '../service/token';
import type { TerminalSession } from '../service/types';
import { Output, SentAway, SessionSocket, SUBPROTOCOL, type Notice, type SocketState, type TerminalSize } from './session-socket';
import { XtermScreen } from './xterm-screen';

/** Which session a terminal shows; what the service answers to its creation has these too. */
export type SessionKey = Pick<TerminalSession, 'session_id' | 'job_name' | 'namespace' | 'pod_name' | 'container_name' | 'shell'>;

/** A terminal in a tab. It lives on, connected, while one looks at something else in the console. */
export class OpenTerminal {
  readonly state = signal<SocketState>({ is: 'connecting' });
  readonly notice = signal<Notice | undefined>(undefined);
  readonly isSearching = signal(false);
  readonly found = signal({ index: -1, count: 0 });

  readonly screen: XtermScreen = new XtermScreen({
    typed: (bytes) => this.socket.type(bytes),
    resized: (size) => this.socket.resize(size),
    left: () => this.tab()?.focus(),
    searchAsked: () => (this.isSearching.value = true),
    found: (index, count) => (this.found.value = { index, count }),
  });

  readonly socket: SessionSocket = new SessionSocket((size, received) => openSocket(this.id, size, received), new Output(this.screen), {
    changed: (state) => (this.state.value = state),
    told: (notice) => (this.notice.value = notice),
  });

  private isStarted = false;

  constructor(
    readonly session: SessionKey,
    readonly number: number,
  ) {}

  get id(): string {
    return this.session.session_id;
  }

  get tabId(): string {
    return `terminal-tab-${this.id}`;
  }

  get panelId(): string {
    return `terminal-panel-${this.id}`;
  }

  private tab(): HTMLElement | null {
    return document.getElementById(this.tabId);
  }

  showIn(panel: HTMLElement): () => void {
    const hide = this.screen.showIn(panel);
    if (!this.isStarted) this.start();
    return hide;
  }

  /** Once it is shown, for then its size is known, before the shell prints; and whoever opened it wants to type. */
  private start(): void {
    this.isStarted = true;
    this.socket.connect();
    this.screen.focus();
  }

  close(): void {
    this.socket.leave();
    this.screen.dispose();
  }
}

/** By the page's own address: the one that the service knows of itself may be another, behind a proxy. */
async function openSocket(id: string, size: TerminalSize, received: number | undefined): Promise<WebSocket> {
  const url = address(`terminal/${segment(id)}`, { ...size, received });
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url, [SUBPROTOCOL, ...(token.value ? [`deployer.ticket.${await ticket(id)}`] : [])]);
}

/** A browser sends no token with a WebSocket: a ticket stands in for it. */
async function ticket(id: string): Promise<string> {
  try {
    return (await post<{ ticket: string }>(`terminal/${segment(id)}/ticket`)).ticket;
  } catch (failure) {
    throw failure instanceof Refused ? await sentAway(id, failure) : failure;
  }
}

async function sentAway(id: string, refused: Refused): Promise<Error> {
  const { status } = refused.problem;
  if (status === 409) return new SentAway(endOf(await get<TerminalSession>(`terminal/${segment(id)}`)));
  return [401, 403, 404].includes(status) ? new SentAway(4000 + status) : refused;
}

const endOf = ({ end_reason, exit_code, end_message }: TerminalSession) => ({ reason: end_reason ?? '', exitCode: exit_code, message: end_message ?? '' });

// All that are open in this page.

const all = signal<readonly OpenTerminal[]>([]);
const chosen = signal<ReadonlyMap<string, string>>(new Map());
const numbers = new Map<string, number>();

const keyOf = (namespace: string, job: string): string => `${namespace}/${job}`;

const isOf = (namespace: string, job: string) => (one: OpenTerminal) => one.session.namespace === namespace && one.session.job_name === job;

/** The terminals of a job that are open in this page, in the order of their tabs. */
export const terminalsOf = (namespace: string, job: string): ReadonlySignal<OpenTerminal[]> => computed(() => all.value.filter(isOf(namespace, job)));

/** The one whose tab is chosen; the last where none is. */
export function chosenOf(namespace: string, job: string): OpenTerminal | undefined {
  const open = all.value.filter(isOf(namespace, job));
  return open.find((one) => one.id === chosen.value.get(keyOf(namespace, job))) ?? open.at(-1);
}

export function choose(one: OpenTerminal): void {
  chosen.value = new Map(chosen.value).set(keyOf(one.session.namespace, one.session.job_name), one.id);
}

/** Shows a session in a tab of its own; in the one that it has where it has one. */
export function join(session: SessionKey): void {
  const known = all.value.find((one) => one.id === session.session_id);
  if (known) return choose(known);
  const key = keyOf(session.namespace, session.job_name);
  numbers.set(key, (numbers.get(key) ?? 0) + 1);
  const joined = new OpenTerminal(session, numbers.get(key)!);
  batch(() => {
    all.value = [...all.value, joined];
    choose(joined);
  });
}

/** What the caller may say of a new session; what is empty the service chooses. */
export interface Wish {
  pod_name: string;
  container_name: string;
  shell: string;
  read_only: boolean;
}

/** Makes a session and shows it. */
export async function create(namespace: string, job: string, wish: Wish): Promise<void> {
  join(await post<SessionKey>(`jobs/${segment(job)}/terminal`, { namespace, ...wish }));
}

/** Ends the session, for all; the socket hears of it. */
export async function end(one: OpenTerminal): Promise<void> {
  await remove(`terminal/${segment(one.id)}`);
}

/** Takes its tab away. A session that is open lives on for a while. */
export function close(one: OpenTerminal): void {
  one.close();
  all.value = all.value.filter((other) => other !== one);
}

/** Whether a session has a tab in this page. */
export const isInTab = (id: string): boolean => all.value.some((one) => one.id === id);

/** The open sessions of a job, of this page and of others. */
export async function sessionsOf(namespace: string, job: string): Promise<TerminalSession[]> {
  const { sessions } = await get<{ sessions: TerminalSession[] }>('terminal/sessions', { job_name: job });
  return sessions.filter((one) => one.namespace === namespace && one.is_active);
}

// Whoever waits need not wait longer once the network is back.
window.addEventListener('online', () => all.value.filter((one) => one.state.value.is === 'waiting').forEach((one) => one.socket.connect()));

// Sessions are their caller's: another one has others.
let caller = token.value;
token.subscribe((now) => {
  if (now === caller) return;
  caller = now;
  all.value.forEach((one) => one.close());
  all.value = [];
});

