import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { END_REASONS } from '../src/terminal/session-end';
import { Output, SentAway, SessionSocket, type Notice, type SocketState, type TerminalSize } from '../src/terminal/session-socket';

/** What the browser's WebSocket would be, driven by the test. */
class FakeSocket {
  binaryType = 'blob';
  readyState = 1;
  bufferedAmount = 0;
  isClosed = false;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly sent: (string | Uint8Array)[] = [];

  send(message: string | Uint8Array) {
    this.sent.push(message);
    if (typeof message !== 'string') this.bufferedAmount += message.byteLength;
  }

  close() {
    this.isClosed = true;
  }

  says(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  connects(offset = 0, replayed = 0, missed = 0) {
    this.says({ type: 'connected', offset, replayed_bytes: replayed, missed_bytes: missed, read_only: false, shell: '/bin/sh' });
  }

  prints(bytes: number) {
    this.onmessage?.({ data: new ArrayBuffer(bytes) });
  }

  closes(code: number, reason = '') {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }

  get typed() {
    return this.sent.filter((message) => typeof message !== 'string');
  }

  said(type: string): { received?: number; rows?: number }[] {
    const told = this.sent.filter((message) => typeof message === 'string').map((text) => JSON.parse(text));
    return told.filter((message) => message.type === type);
  }
}

class Visit {
  readonly sockets: FakeSocket[] = [];
  readonly asked: { size: TerminalSize; received: number | undefined }[] = [];
  readonly states: SocketState[] = [];
  readonly notices: Notice[] = [];
  private readonly unshown: (() => void)[] = [];
  failure: unknown;

  readonly socket = new SessionSocket(
    async (size, received) => {
      this.asked.push({ size, received });
      if (this.failure) throw this.failure;
      const socket = new FakeSocket();
      this.sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    new Output({ size: () => ({ rows: 24, cols: 80 }), write: (_, shown) => this.unshown.push(shown) }),
    { changed: (state) => this.states.push(state), told: (notice) => this.notices.push(notice) },
  );

  get state() {
    return this.states.at(-1);
  }

  /** The screen takes in so many of the messages that it was given. */
  shows(count = Infinity) {
    this.unshown.splice(0, count).forEach((shown) => shown());
  }

  /** A new connection, open. */
  async connection(): Promise<FakeSocket> {
    this.socket.connect();
    await settled();
    return this.sockets.at(-1)!;
  }

  async next(): Promise<FakeSocket> {
    await vi.advanceTimersToNextTimerAsync();
    return this.sockets.at(-1)!;
  }
}

const settled = () => vi.advanceTimersByTimeAsync(0);
const bytes = (length: number) => new Uint8Array(length).fill(65);

describe('the way to a session', () => {
  let visit: Visit;
  beforeEach(() => {
    vi.useFakeTimers();
    visit = new Visit();
  });
  afterEach(() => {
    visit.socket.leave();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('asks for all that is kept first, and then for what came after', async () => {
    const first = await visit.connection();
    first.connects(100);
    first.prints(50);
    first.closes(1006);
    expect(visit.state?.is).toBe('waiting');
    const second = await visit.next();
    expect(second).not.toBe(first);
    expect(visit.asked.map((one) => one.received)).toEqual([undefined, 150]);
    expect(visit.asked[0]!.size).toEqual({ rows: 24, cols: 80 });
  });

  it('acknowledges what stands on the screen, for every few KiB and when all is there', async () => {
    const socket = await visit.connection();
    socket.connects(1000);
    for (let i = 0; i < 8; i++) socket.prints(1024);
    expect(socket.said('ack')).toEqual([{ type: 'ack', received: 1000 }]);
    visit.shows(3);
    expect(socket.said('ack')).toHaveLength(1);
    visit.shows(1);
    expect(socket.said('ack').at(-1)).toEqual({ type: 'ack', received: 1000 + 4096 });
    visit.shows();
    expect(socket.said('ack').map((ack) => ack.received)).toEqual([1000, 5096, 9192]);
    socket.prints(1);
    visit.shows();
    expect(socket.said('ack').at(-1)!.received).toBe(9193);
  });

  it('acknowledges on no other connection than the one that it came by', async () => {
    const first = await visit.connection();
    first.connects();
    first.prints(10);
    first.closes(1006);
    const second = await visit.next();
    second.connects(10);
    visit.shows();
    expect(second.said('ack')).toEqual([{ type: 'ack', received: 10 }]);
  });

  it('types nothing that answers the past', async () => {
    const socket = await visit.connection();
    socket.connects(0, 20);
    socket.prints(20);
    visit.socket.type(bytes(3));
    expect(socket.typed).toEqual([]);
    visit.shows();
    visit.socket.type(bytes(3));
    expect(socket.typed).toEqual([bytes(3)]);
  });

  it('types nothing that answers the past, were it sent by the connection before', async () => {
    const first = await visit.connection();
    first.connects(0, 20);
    first.prints(20);
    first.closes(1006);
    const second = await visit.next();
    second.connects(20);
    visit.socket.type(bytes(3));
    visit.shows();
    visit.socket.type(bytes(4));
    expect(second.typed).toEqual([bytes(4)]);
  });

  it('types nothing where nobody hears it', async () => {
    visit.socket.type(bytes(3));
    const first = await visit.connection();
    visit.socket.type(bytes(3));
    first.connects();
    first.closes(1006);
    visit.socket.type(bytes(3));
    const second = await visit.next();
    second.connects();
    expect([...first.typed, ...second.typed]).toEqual([]);
  });

  it('sends a long paste in pieces, as the network takes them', async () => {
    const socket = await visit.connection();
    socket.connects();
    visit.socket.type(bytes(1_000_001));
    expect(socket.bufferedAmount).toBe(256 << 10);
    while (socket.typed.length * (32 << 10) < 1_000_001) {
      socket.bufferedAmount = 0;
      await visit.next();
    }
    expect(socket.typed.every((piece) => piece.length <= 32 << 10)).toBe(true);
    expect(socket.typed.reduce((sum, piece) => sum + piece.length, 0)).toBe(1_000_001);
  });

  it('says how much of a paste was not sent when the connection broke', async () => {
    const socket = await visit.connection();
    socket.connects();
    visit.socket.type(bytes((256 << 10) + 7));
    socket.closes(1006);
    expect(visit.notices).toEqual([{ of: 'unsent', bytes: 7 }]);
  });

  it('refuses a paste that is out of all proportion', async () => {
    const socket = await visit.connection();
    socket.connects();
    visit.socket.type(bytes((16 << 20) + 1));
    expect(socket.typed).toEqual([]);
    expect(visit.notices).toEqual([{ of: 'unsent', bytes: (16 << 20) + 1 }]);
  });

  it('tells how much was printed that nobody can have any more', async () => {
    const socket = await visit.connection();
    socket.connects(5000, 0, 4000);
    expect(visit.notices).toEqual([{ of: 'missed', bytes: 4000 }]);
  });

  it.each(END_REASONS.map((reason, index) => [4000 + index, reason] as const))('is over after %i: %s', async (code, reason) => {
    const socket = await visit.connection();
    socket.connects();
    socket.closes(code);
    expect(visit.state).toEqual({ is: 'ended', end: { reason, exitCode: null, message: '' } });
    visit.socket.connect();
    expect(visit.asked).toHaveLength(1);
  });

  it('is over with the exit code that the service tells before it closes', async () => {
    const socket = await visit.connection();
    socket.connects();
    socket.says({ type: 'exit', reason: 'exit', code: 3, message: 'The shell ended with exit code 3' });
    socket.closes(4000);
    expect(visit.state).toEqual({ is: 'ended', end: { reason: 'exit', exitCode: 3, message: 'The shell ended with exit code 3' } });
  });

  it('is over where the service does not know the session', async () => {
    (await visit.connection()).closes(4404, 'not_found');
    expect(visit.state).toMatchObject({ is: 'ended', end: { reason: 'not_found' } });
  });

  it.each([1001, 1006, 1011, 1012, 4408, 4411, 4429, 4503])('comes back after %i', async (code) => {
    (await visit.connection()).closes(code);
    expect(visit.state?.is).toBe('waiting');
    await visit.next();
    expect(visit.sockets).toHaveLength(2);
  });

  it.each([1000, 4400, 4403, 4409])('does not come back by itself after %i, but when asked', async (code) => {
    (await visit.connection()).closes(code);
    expect(visit.state).toEqual({ is: 'parted', code });
    expect(vi.getTimerCount()).toBe(0);
    (await visit.connection()).connects();
    expect(visit.state?.is).toBe('connected');
  });

  it('waits longer from try to try, up to ten seconds, until it is connected', async () => {
    visit.failure = new Error('unreachable');
    visit.socket.connect();
    await settled();
    const pauses: number[] = [];
    for (let i = 0; i < 7; i++) {
      pauses.push((visit.state as { until: number }).until - Date.now());
      await visit.next();
    }
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
    visit.failure = undefined;
    (await visit.next()).connects();
    visit.sockets.at(-1)!.closes(1006);
    expect((visit.state as { until: number }).until - Date.now()).toBe(500);
  });

  it('tries at once when asked to', async () => {
    (await visit.connection()).closes(1006);
    (await visit.connection()).connects();
    expect(visit.state?.is).toBe('connected');
    expect(visit.sockets).toHaveLength(2);
  });

  it('takes a refusal for what it says', async () => {
    visit.failure = new SentAway(4403);
    await visit.connection();
    expect(visit.state).toEqual({ is: 'parted', code: 4403 });
    const end = { reason: 'idle', exitCode: null, message: '' };
    visit.failure = new SentAway(end);
    await visit.connection();
    expect(visit.state).toEqual({ is: 'ended', end });
  });

  it('takes a connection that answers no ping for dead', async () => {
    const first = await visit.connection();
    first.connects();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(first.said('ping')).toHaveLength(1);
    first.says({ type: 'pong' });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(visit.state?.is).toBe('connected');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(visit.state?.is).toBe('waiting');
    expect(first.isClosed).toBe(true);
  });

  it('bears the silence of a service whose shell does not take what was typed', async () => {
    const socket = await visit.connection();
    socket.connects();
    visit.socket.type(bytes(200_000));
    await vi.advanceTimersByTimeAsync(120_000);
    expect(visit.state?.is).toBe('connected');
    socket.says({ type: 'pong' });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(visit.state?.is).toBe('waiting');
  });

  it('closes a connection that comes when one has left', async () => {
    visit.socket.connect();
    visit.socket.leave();
    await settled();
    expect(visit.sockets[0]!.isClosed).toBe(true);
  });

  it('tells its size', async () => {
    const socket = await visit.connection();
    socket.connects();
    visit.socket.resize({ rows: 50, cols: 132 });
    expect(socket.said('resize')).toEqual([{ type: 'resize', rows: 50, cols: 132 }]);
  });
});
