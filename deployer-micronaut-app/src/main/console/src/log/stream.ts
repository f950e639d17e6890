import { signal } from '@preact/signals';
import type { ServerEvent } from '../service/event-parser';
import { follow } from '../service/events';
import { segment } from '../service/http';
import { entryOf, type End, type Entry } from './entry';

/** Which part of which log. */
export interface Part {
  namespace: string;
  job: string;
  pod: string;
  container: string;
  /** Begin with the last so many lines. */
  tail: number;
}

const EVERY = 80;
const RETRY = 2000;

/** A log as it comes: handed on in batches, so that a flood costs one drawing each while. */
export class LogStream {
  readonly state = signal<'connecting' | 'open' | 'lost' | 'missing' | 'ended'>('connecting');
  readonly end = signal<End | undefined>(undefined);
  private pending: Entry[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stop = () => {};
  private isClosed = false;

  constructor(
    private readonly part: Part,
    private readonly show: (batch: Entry[]) => void,
    private readonly clear: () => void,
  ) {
    this.open();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.stop();
  }

  private open(): void {
    const { namespace, job, pod, container, tail } = this.part;
    this.stop = follow(`jobs/${segment(job)}/logs/stream`, { namespace, pod, container, tail }, {
      opened: () => (this.state.value = 'open'),
      events: (batch) => this.take(batch),
      lost: () => (this.state.value = 'lost'),
      refused: () => this.retry(),
    });
  }

  /** A job that was deployed just now has no log yet. What comes later is another log, from its first line. */
  private retry(): void {
    this.state.value = 'missing';
    setTimeout(() => this.isClosed || this.openAnew(), RETRY);
  }

  private openAnew(): void {
    this.pending = [];
    this.clear();
    this.open();
  }

  private take(batch: ServerEvent[]): boolean {
    for (const event of batch) {
      const entry = entryOf(event);
      if (entry) this.pending.push(entry);
      if (event.type === 'end') this.end.value = JSON.parse(event.data) as End;
    }
    if (this.pending.length > 0) this.timer ??= setTimeout(() => this.flush(), EVERY);
    if (this.end.value) this.state.value = 'ended';
    return this.end.value === undefined;
  }

  private flush(): void {
    this.timer = undefined;
    this.show(this.pending.splice(0));
  }
}
