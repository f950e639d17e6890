import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Pod } from '../service/types';
import { Dialog } from '../ui/dialog';
import { NewTerminal } from './new-terminal';
import { Offers } from './offers';
import { choose, chosenOf, close, terminalsOf, type OpenTerminal } from './open-terminals';
import { TerminalPanel } from './panel';
import { stateSentence } from './sentences';
import { SIGNS, TONES } from './signs';
import { t } from './text';
import './terminal.css';

/** The terminals of a job, in tabs. They stay connected while one looks at something else in the console. */
export function Terminals({ namespace, job, pods }: { namespace: string; job: string; pods: Pod[] }) {
  const open = useMemo(() => terminalsOf(namespace, job), [namespace, job]);
  const isAsking = useSignal(false);
  const shown = chosenOf(namespace, job);
  if (!shown) return <Beginning namespace={namespace} job={job} pods={pods} />;
  const closeTab = () => {
    close(shown);
    focusTabOf(chosenOf(namespace, job));
  };
  return (
    <section class="terminals">
      <div class="bar terminal-bar">
        <Tabs of={open.value} shown={shown} label={t('terminals', { job })} />
        <button onClick={() => (isAsking.value = true)}>{t('new')}</button>
      </div>
      <TerminalPanel key={shown.id} of={shown} pods={pods} onClose={closeTab} />
      {isAsking.value && (
        <Dialog title={t('new')} onClose={() => (isAsking.value = false)}>
          <NewTerminal namespace={namespace} job={job} pods={pods} onMade={() => (isAsking.value = false)} onCancel={() => (isAsking.value = false)} />
          <Offers namespace={namespace} job={job} onJoined={() => (isAsking.value = false)} />
        </Dialog>
      )}
    </section>
  );
}

function Beginning({ namespace, job, pods }: { namespace: string; job: string; pods: Pod[] }) {
  return (
    <section class="panel padded terminal-beginning">
      <Offers namespace={namespace} job={job} />
      <div>
        <h2>{t('new')}</h2>
        <NewTerminal namespace={namespace} job={job} pods={pods} />
      </div>
    </section>
  );
}

const focusTabOf = (one: OpenTerminal | undefined) => one && document.getElementById(one.tabId)?.focus();

/** Which tab an arrow leads to. */
const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowLeft: (at, count) => (at + count - 1) % count,
  ArrowRight: (at, count) => (at + 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

function Tabs({ of, shown, label }: { of: OpenTerminal[]; shown: OpenTerminal; label: string }) {
  const step = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') return shown.screen.focus();
    const next = STEPS[event.key]?.(of.indexOf(shown), of.length);
    if (next === undefined) return;
    event.preventDefault();
    choose(of[next]!);
    focusTabOf(of[next]);
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={step}>
      {of.map((one) => <Tab key={one.id} of={one} isShown={one === shown} />)}
    </div>
  );
}

function Tab({ of: one, isShown }: { of: OpenTerminal; isShown: boolean }) {
  const { pod_name: pod, container_name: container } = one.session;
  const state = one.state.value;
  return (
    <button
      id={one.tabId}
      role="tab"
      aria-selected={isShown}
      aria-controls={isShown ? one.panelId : undefined}
      tabIndex={isShown ? 0 : -1}
      title={`${t('tabTitle', { pod, container })}\n${stateSentence(state)}`}
      onClick={() => choose(one)}
    >
      <span class={`dot ${TONES[state.is]}`} aria-hidden="true">{SIGNS[state.is]}</span>
      {t('tab', { number: one.number, container })}
      {!isShown && state.is !== 'connected' && <span class="only-read">{stateSentence(state)}</span>}
    </button>
  );
}
