import { computed, signal } from '@preact/signals';
import type { ServerEvent } from './event-parser';
import { follow } from './events';
import { address, call, reason, type Query } from './http';
import type { Deployment } from './types';

/** The way to the service: whether its changes are being heard. */
export const connection = signal<'connecting' | 'open' | 'lost'>('connecting');

/** Why the list can't be shown, where it can't. */
export const listFailure = signal('');

/** Whether the list has been read once. */
export const isListRead = signal(false);

const known = signal<ReadonlyMap<string, Deployment>>(new Map());

/** All that are on record and not deleted, newest first, live; those deleted since the page was opened, too. */
export const deployments = computed(() => [...known.value.values()].sort((a, b) => b.created_at.localeCompare(a.created_at)));

/** The newest deployment with a job of this name. */
export function deploymentOf(namespace: string, job: string): Deployment | undefined {
  return deployments.value.find((one) => one.resources.some((it) => it.kind === 'Job' && it.name === job && (it.namespace ?? one.namespace) === namespace));
}

/** Keeps the list as the service has it, until the function that this returns is called. */
export function followDeployments(): () => void {
  const list = new LiveList();
  connection.value = 'connecting';
  const stop = follow('events', {}, {
    opened: () => (connection.value = 'open'),
    events: (batch) => list.take(batch),
    lost: () => (connection.value = 'lost'),
    refused: (failure) => (listFailure.value = reason(failure)),
  });
  return () => {
    stop();
    list.close();
  };
}

/** What is told while the list is being read is put over it: it may be older, but then newer follows. */
class LiveList {
  private reading = 0;
  private toldMeanwhile: Deployment[] = [];
  private retry: ReturnType<typeof setTimeout> | undefined;
  private isClosed = false;

  take(batch: ServerEvent[]): boolean {
    const told: Deployment[] = [];
    for (const event of batch) {
      if (event.type === 'deployment') told.push(JSON.parse(event.data) as Deployment);
      if (event.type === 'reset') void this.readAll();
    }
    if (this.reading > 0) this.toldMeanwhile.push(...told);
    put(told);
    return true;
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.retry);
  }

  private async readAll(): Promise<void> {
    clearTimeout(this.retry);
    this.reading++;
    try {
      const all = await readList();
      known.value = new Map([...deletedOnes(), ...all].map((one) => [one.deployment_id, one]));
      listFailure.value = '';
      isListRead.value = true;
    } catch (failure) {
      listFailure.value = reason(failure);
      if (!this.isClosed) this.retry = setTimeout(() => void this.readAll(), RETRY);
    } finally {
      this.reading--;
    }
    if (this.reading === 0) put(this.toldMeanwhile.splice(0));
  }
}

/** The list has none of them. */
const deletedOnes = (): Deployment[] => deployments.peek().filter((one) => one.state === 'deleted');

function put(told: Deployment[]): void {
  if (told.length === 0) return;
  const all = new Map(known.value);
  for (const one of told) all.set(one.deployment_id, one);
  known.value = all;
}

const RETRY = 3000;
const PAGE = 500;
const MOST = 10_000;

/** Adds those deleted last to what is known: their logs outlive them. */
export async function readDeleted(): Promise<void> {
  try {
    put(await readList({ status: 'deleted', include_deleted: true }, PAGE));
  } catch (failure) {
    listFailure.value = reason(failure);
  }
}

/** Without the manifests: they may be large. */
async function readList(query: Query = {}, most = MOST): Promise<Deployment[]> {
  const all: Deployment[] = [];
  let url: URL | undefined = address('deployments', { limit: PAGE, manifest: false, ...query });
  while (url && all.length < most) {
    const response = await call(url, { signal: AbortSignal.timeout(60_000) });
    all.push(...((await response.json()) as Deployment[]));
    url = nextPage(response);
  }
  return all;
}

/** Only its query counts: the address is as the service knows it, without the path of a proxy. */
function nextPage(response: Response): URL | undefined {
  const link = /<[^>?]*(\?[^>]*)>;\s*rel="next"/.exec(response.headers.get('Link') ?? '');
  if (!link) return undefined;
  const url = address('deployments');
  url.search = link[1]!;
  return url;
}
