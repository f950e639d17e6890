import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t as common } from '../ui/text';
import type { OpenTerminal } from './open-terminals';
import { t } from './text';
import { MOST_MATCHES } from './xterm-screen';

/** Searches what a terminal shows and what can be scrolled back to; Enter to the match before, as terminals do. */
export function SearchBar({ of: one }: { of: OpenTerminal }) {
  const words = useSignal('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current!.focus();
    return () => one.screen.endSearch();
  }, [one]);
  const back = () => one.screen.find(words.value, { backwards: true });
  const forth = () => one.screen.find(words.value);
  const close = () => {
    one.isSearching.value = false;
    one.screen.focus();
  };
  const enter = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.isComposing) (event.shiftKey ? forth : back)();
  };
  const change = (text: string) => {
    words.value = text;
    one.screen.find(text, { backwards: true, incremental: true });
  };
  return (
    <div class="bar terminal-search" role="search" onKeyDown={(event) => event.key === 'Escape' && close()}>
      <input ref={input} type="search" aria-label={t('searchFor')} placeholder={t('searchFor')} value={words} onInput={(event) => change(event.currentTarget.value)} onKeyDown={enter} />
      <span class="faint" role="status">{words.value && matches(one.found.value)}</span>
      <button onClick={back} aria-label={t('previous')} title={t('previous')}>↑</button>
      <button onClick={forth} aria-label={t('next')} title={t('next')}>↓</button>
      <button onClick={close}>{common('close')}</button>
    </div>
  );
}

function matches({ index, count }: { index: number; count: number }): string {
  if (count === 0) return t('foundNone');
  return index < 0 ? t('foundMany', { count: MOST_MATCHES }) : t('found', { index: index + 1, count });
}
