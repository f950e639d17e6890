import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { LogCapture } from '../service/types';
import { Message } from '../ui/message';
import { LogDocument, type Look } from './document';
import type { Entry } from './entry';
import { Download } from './download';
import { LogEnd } from './end';
import { LogStream, type Part } from './stream';
import './log.css';
import { t } from './text';

const MOST = { lines: 300_000, characters: 64_000_000 };
const TAIL = 200_000;

/** How logs are shown: the same for all while the page is open. */
const look = signal<Look>({ isWrapped: true, hasTimes: false, hasSources: false });

interface Properties {
  namespace: string;
  job: string;
  captures: LogCapture[];
  isPinned: boolean;
}

/** A job's log, live: it follows its end until one scrolls up. */
export function LogView({ namespace, job, captures, isPinned }: Properties) {
  const source = useSignal('');
  const stream = useSignal<LogStream | undefined>(undefined);
  const count = useSignal(0);
  const dropped = useSignal(0);
  const unseen = useSignal(0);
  const isFollowing = useSignal(true);
  const place = useRef<HTMLDivElement>(null);
  const text = useRef<LogDocument>(undefined);
  useEffect(() => {
    const drawn = new LogDocument(place.current!, t('log'), look.value, MOST, (now) => ((isFollowing.value = now), now && (unseen.value = 0)));
    text.current = drawn;
    return () => drawn.destroy();
  }, []);
  useEffect(() => {
    const drawn = text.current!;
    const clear = () => {
      drawn.clear();
      count.value = dropped.value = unseen.value = 0;
    };
    const show = (batch: Entry[]) => {
      dropped.value += drawn.append(batch);
      count.value = drawn.lines;
      if (!isFollowing.value) unseen.value += batch.length;
    };
    clear();
    const opened = new LogStream(partOf(namespace, job, source.value), show, clear);
    stream.value = opened;
    return () => opened.close();
  }, [namespace, job, source.value]);
  useEffect(() => text.current!.show(look.value), [look.value]);
  const state = stream.value?.state.value ?? 'connecting';
  const end = stream.value?.end.value;
  return (
    <section class="log" aria-label={t('log')}>
      <div class="bar">
        <Sources of={captures} chosen={source.value} onChoose={(chosen) => (source.value = chosen)} />
        <button onClick={() => text.current!.find()}>{t('find')}</button>
        <Toggle of="isWrapped" label={t('wrap')} />
        <Toggle of="hasTimes" label={t('times')} />
        <Toggle of="hasSources" label={t('sources')} />
        <span class="faint" data-lines={count}>{t('lines', { count: count.value.toLocaleString() })}</span>
        <span class="end" />
        {isFollowing.value ? state === 'open' && <span class="status busy">{t('following')}</span> : <button class="primary" onClick={() => text.current!.follow()}>{unseen.value > 0 ? t('paused', { count: unseen.value.toLocaleString() }) : ''} ↓ {t('follow')}</button>}
        <Download namespace={namespace} job={job} isPinned={isPinned} />
      </div>
      {state === 'lost' && <Message tone="warning">{t('lost')}</Message>}
      {state === 'missing' && <Message tone="info">{t('notYet')}</Message>}
      {dropped.value > 0 && <p class="faint">{t('dropped', { count: count.value.toLocaleString() })}</p>}
      <div class="text" ref={place}>
        {count.value === 0 && state === 'open' && <p class="overlay faint">{t('empty')}</p>}
        {state === 'connecting' && <p class="overlay faint" aria-busy="true">{t('connecting')}</p>}
      </div>
      {end && <LogEnd of={end} />}
    </section>
  );
}

function partOf(namespace: string, job: string, source: string): Part {
  const [pod = '', container = ''] = source.split('/');
  return { namespace, job, pod, container, tail: TAIL };
}

function Toggle({ of, label }: { of: keyof Look; label: string }) {
  return <button aria-pressed={look.value[of]} onClick={() => (look.value = { ...look.value, [of]: !look.value[of] })}>{label}</button>;
}

/** Each container of each pod; names of pods and containers hold no slash. */
function Sources({ of, chosen, onChoose }: { of: LogCapture[]; chosen: string; onChoose: (source: string) => void }) {
  const all = [...new Set(of.map((one) => `${one.pod}/${one.container}`))];
  return (
    <select aria-label={t('source')} value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
      <option value="">{t('everything')}</option>
      {all.map((one) => <option key={one} value={one}>{one}</option>)}
    </select>
  );
}
