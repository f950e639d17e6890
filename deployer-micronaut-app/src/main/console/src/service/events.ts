import { EventParser, type ServerEvent } from './event-parser';
import { address, call, Refused, type Query } from './http';

export interface Listener {
  /** The stream is open, for the first time or again. */
  opened(): void;
  /** What came, in its order. Tells whether the stream goes on: after an end it does not. */
  events(batch: ServerEvent[]): boolean;
  /** The stream broke; it will be opened again in so many milliseconds. */
  lost(failure: unknown, retryIn: number): void;
  /** The service refuses the stream: it is over. */
  refused(failure: Refused): void;
}

/** The service sends a sign of life every 15 seconds. */
const SILENCE = 45_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/**
 * Follows an event stream until it ends or the function that this returns is called. A stream that
 * breaks, or falls silent, is opened again and goes on after the last id. By fetch, because an
 * EventSource can't send a token.
 */
export function follow(path: string, query: Query, listener: Listener): () => void {
  const stop = new AbortController();
  void run(path, query, listener, stop.signal);
  return () => stop.abort();
}

async function run(path: string, query: Query, listener: Listener, stop: AbortSignal): Promise<void> {
  const stream = new Following(address(path, query), listener, stop);
  let pause = FIRST_PAUSE;
  while (!stop.aborted) {
    await whenSeen(stop);
    try {
      if (await stream.readOnce(() => (pause = FIRST_PAUSE))) return;
      throw new Error('the stream ended');
    } catch (failure) {
      if (stop.aborted) return;
      if (isFinal(failure)) return listener.refused(failure);
      if (document.hidden) continue;
      listener.lost(failure, pause);
      await sleep(pause, stop);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }
}

/** What will not change by asking again. A proxy may say anything while the service behind it is being replaced. */
function isFinal(failure: unknown): failure is Refused {
  return failure instanceof Refused && failure.isOwn && failure.problem.status < 500 && ![408, 429].includes(failure.problem.status);
}

class Following {
  private cursor: string | undefined;

  constructor(
    private readonly url: URL,
    private readonly listener: Listener,
    private readonly stop: AbortSignal,
  ) {}

  /** Reads until the stream breaks, or its listener has enough: then true. */
  async readOnce(opened: () => void): Promise<boolean> {
    const silence = new Watchdog(SILENCE);
    const unseen = new Unseen();
    try {
      const response = await call(this.url, { headers: this.headers(), signal: AbortSignal.any([this.stop, silence.signal, unseen.signal]) });
      opened();
      this.listener.opened();
      return await this.read(response, silence);
    } finally {
      silence.end();
      unseen.end();
    }
  }

  private headers(): Record<string, string> {
    return { Accept: 'text/event-stream', ...(this.cursor === undefined ? {} : { 'Last-Event-ID': this.cursor }) };
  }

  private async read(response: Response, silence: Watchdog): Promise<boolean> {
    const parser = new EventParser();
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || this.stop.aborted) return this.stop.aborted;
      silence.alive();
      const batch = parser.push(value);
      this.cursor = batch.findLast((event) => event.id !== undefined)?.id ?? this.cursor;
      if (batch.length > 0 && !this.listener.events(batch)) {
        void reader.cancel();
        return true;
      }
    }
  }
}

/** A browser opens six connections to a host, for all of its tabs: one that nobody sees gives its own back. */
const UNSEEN = 10_000;

/** Aborts where the page has been hidden for some time. */
class Unseen {
  private readonly controller = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    document.addEventListener('visibilitychange', this.look);
    this.look();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  end(): void {
    clearTimeout(this.timer);
    document.removeEventListener('visibilitychange', this.look);
  }

  private readonly look = (): void => {
    clearTimeout(this.timer);
    if (document.hidden) this.timer = setTimeout(() => this.controller.abort(new Error('nobody looks')), UNSEEN);
  };
}

function whenSeen(stop: AbortSignal): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    const looking = new AbortController();
    const seen = () => (looking.abort(), resolve());
    document.addEventListener('visibilitychange', seen, { once: true, signal: looking.signal });
    stop.addEventListener('abort', seen, { once: true, signal: looking.signal });
  });
}

/** Aborts where nothing has been heard for some time. */
class Watchdog {
  private readonly controller = new AbortController();
  private timer: ReturnType<typeof setTimeout>;

  constructor(private readonly patience: number) {
    this.timer = this.start();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  alive(): void {
    this.end();
    this.timer = this.start();
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private start(): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.controller.abort(new Error('nothing was heard')), this.patience);
  }
}

function sleep(time: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, time);
    stop.addEventListener('abort', wake);
  });
}
