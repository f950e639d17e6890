import { Outbox } from './outbox';
import { closing, type SessionEnd } from './session-end';

/** The subprotocol of the binary form. */
export const SUBPROTOCOL = 'deployer.terminal.v1';

export interface TerminalSize {
  rows: number;
  cols: number;
}

/** Where a session's output is shown. */
export interface Screen {
  size(): TerminalSize;
  /** Shows it after all before; calls back once it has been taken in. */
  write(bytes: Uint8Array, shown: () => void): void;
}

/** How it stands with the way to a session. */
export type SocketState =
  | { is: 'connecting' }
  | { is: 'connected'; mayOnlyLook: boolean; shell: string }
  /** The connection broke; it is tried again at this moment (as Date.now). */
  | { is: 'waiting'; until: number }
  /** The service sent us away with this close code; the session may live on. */
  | { is: 'parted'; code: number }
  | { is: 'ended'; end: SessionEnd };

/** Something that is worth a sentence, though it goes on. */
export type Notice = { of: 'missed'; bytes: number } | { of: 'unsent'; bytes: number } | { of: 'service'; message: string };

export interface SessionListener {
  changed(state: SocketState): void;
  told(notice: Notice): void;
}

/**
 * A new socket to the session, for a screen of this size, going on after so many bytes of output.
 * Fails with SentAway where trying again is of no use.
 */
export type Opener = (size: TerminalSize, received: number | undefined) => Promise<WebSocket>;

/** The service will not let one in: with the close code that says why, or how the session ended. */
export class SentAway extends Error {
  constructor(readonly why: number | SessionEnd) {
    super('sent away');
  }
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/**
 * The way to a session's shell, over as many connections as it takes: comes back by itself with the
 * output missed meanwhile, until the session is over or one leaves.
 */
export class SessionSocket {
  private state: SocketState = { is: 'connecting' };
  private link: Link | undefined;
  private attempt = 0;
  private pause = FIRST_PAUSE;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly open: Opener,
    private readonly output: Output,
    private readonly listener: SessionListener,
  ) {}

  /** Connects, or tries again at once where it waits or was sent away. */
  connect(): void {
    if (this.link || this.state.is === 'ended') return;
    clearTimeout(this.timer);
    this.become({ is: 'connecting' });
    void this.tryOnce(++this.attempt);
  }

  private async tryOnce(attempt: number): Promise<void> {
    try {
      const socket = await this.open(this.output.size(), this.output.received);
      if (attempt === this.attempt) this.link = new Link(socket, this.output, this);
      else socket.close();
    } catch (failure) {
      if (attempt === this.attempt) this.failed(failure);
    }
  }

  private failed(failure: unknown): void {
    if (!(failure instanceof SentAway)) this.tryLater();
    else if (typeof failure.why === 'number') this.closed(failure.why, '');
    else this.ended(failure.why);
  }

  /** Typed while there is no connection, it is lost: nobody wants to type blindly. */
  type(bytes: Uint8Array): void {
    if (this.state.is === 'connected' && this.output.isLive) this.link?.type(bytes);
  }

  resize(size: TerminalSize): void {
    this.link?.say({ type: 'resize', ...size });
  }

  /** Leaves the session, which lives on for a while. */
  leave(): void {
    this.attempt++;
    clearTimeout(this.timer);
    this.drop();
  }

  // What a link tells.

  connected(mayOnlyLook: boolean, shell: string): void {
    this.pause = FIRST_PAUSE;
    this.become({ is: 'connected', mayOnlyLook, shell });
  }

  told(notice: Notice): void {
    this.listener.told(notice);
  }

  ended(end: SessionEnd): void {
    this.drop();
    this.become({ is: 'ended', end });
  }

  closed(code: number, word: string): void {
    this.drop();
    const meaning = closing(code, word);
    if (meaning.is === 'over') this.become({ is: 'ended', end: meaning.end });
    else if (meaning.is === 'broken') this.tryLater();
    else this.become({ is: 'parted', code });
  }

  private tryLater(): void {
    this.become({ is: 'waiting', until: Date.now() + this.pause });
    this.timer = setTimeout(() => this.connect(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  private drop(): void {
    const unsent = this.link?.end() ?? 0;
    this.link = undefined;
    if (unsent > 0) this.told({ of: 'unsent', bytes: unsent });
  }

  private become(state: SocketState): void {
    this.state = state;
    this.listener.changed(state);
  }
}

/** A session's output on its way to the screen: how far it has come. In bytes from its first on. */
export class Output {
  /** How much we have; undefined before the first connection. */
  received: number | undefined;
  private shown = 0;
  private replayedTo = 0;

  constructor(private readonly screen: Screen) {}

  size(): TerminalSize {
    return this.screen.size();
  }

  /** Whether the screen shows the present: what xterm.js answers to questions of the past is not typed. */
  get isLive(): boolean {
    return this.shown >= this.replayedTo;
  }

  /** A connection begins here, and with so much of the past. What came by the one before may not be shown yet. */
  begin(offset: number, replayed: number): void {
    if (this.received !== offset) this.shown = offset;
    this.received = offset;
    this.replayedTo = offset + replayed;
  }

  take(bytes: Uint8Array, shown: (upTo: number) => void): void {
    const upTo = (this.received ?? 0) + bytes.byteLength;
    this.received = upTo;
    this.screen.write(bytes, () => {
      this.shown = Math.max(this.shown, upTo);
      shown(upTo);
    });
  }
}

/** Without an answer for so long, a connection is dead; the service answers a ping at once. */
const BEAT = 15_000;

/** The service does not read, nor answer, while the shell does not take what was typed. */
const MUCH_TYPED = 64 << 10;

/** The service wants to hear of every few KiB that were taken in. */
const ACK_EVERY = 4 << 10;

type Control = { type: 'resize'; rows: number; cols: number } | { type: 'ping' } | { type: 'ack'; received: number };

type Message =
  | { type: 'connected'; offset: number; replayed_bytes: number; missed_bytes: number; read_only: boolean; shell: string }
  | { type: 'notice'; message: string }
  | { type: 'exit'; reason: string; code: number | null; message: string }
  | { type: 'pong' };

/** One connection of a session, from its WebSocket's making to its end. */
class Link {
  private readonly outbox: Outbox;
  private readonly beat: ReturnType<typeof setInterval>;
  private isOver = false;
  private isSilent = false;
  private typedSincePong = 0;
  private acknowledged = 0;

  constructor(
    private readonly socket: WebSocket,
    private readonly output: Output,
    private readonly session: SessionSocket,
  ) {
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => this.take(data);
    socket.onclose = ({ code, reason }) => session.closed(code, reason);
    this.outbox = new Outbox(socket);
    this.beat = setInterval(() => this.checkLife(), BEAT);
  }

  type(bytes: Uint8Array): void {
    this.typedSincePong += bytes.byteLength;
    if (!this.outbox.add(bytes)) this.session.told({ of: 'unsent', bytes: bytes.byteLength });
  }

  say(control: Control): void {
    if (!this.isOver && this.socket.readyState === 1) this.socket.send(JSON.stringify(control));
  }

  /** Ends it; how many bytes of what was typed have not been sent. */
  end(): number {
    this.isOver = true;
    clearInterval(this.beat);
    this.socket.onmessage = null;
    this.socket.onclose = null;
    this.socket.close();
    return this.outbox.close();
  }

  private checkLife(): void {
    if (this.isSilent && this.typedSincePong < MUCH_TYPED) return this.session.closed(1006, '');
    this.isSilent = true;
    this.say({ type: 'ping' });
  }

  private take(data: ArrayBuffer | string): void {
    this.isSilent = false;
    if (typeof data === 'string') this.hear(JSON.parse(data) as Message);
    else this.output.take(new Uint8Array(data), (upTo) => this.acknowledge(upTo));
  }

  private hear(message: Message): void {
    switch (message.type) {
      case 'connected':
        return this.begin(message);
      case 'notice':
        return this.session.told({ of: 'service', message: message.message });
      case 'exit':
        return this.session.ended({ reason: message.reason, exitCode: message.code, message: message.message });
      case 'pong':
        this.typedSincePong = 0;
    }
  }

  /** Acknowledged at once: from then on no more is under way than is kept for one who comes back. */
  private begin(message: Extract<Message, { type: 'connected' }>): void {
    this.output.begin(message.offset, message.replayed_bytes);
    this.acknowledge(message.offset);
    this.session.connected(message.read_only, message.shell);
    if (message.missed_bytes > 0) this.session.told({ of: 'missed', bytes: message.missed_bytes });
  }

  private acknowledge(upTo: number): void {
    if (upTo < this.acknowledged + ACK_EVERY && upTo !== this.output.received) return;
    this.acknowledged = upTo;
    this.say({ type: 'ack', received: upTo });
  }
}
