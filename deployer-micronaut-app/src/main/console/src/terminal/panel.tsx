import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { reason } from '../service/http';
import type { Pod } from '../service/types';
import { Dialog } from '../ui/dialog';
import { Message } from '../ui/message';
import { t as common } from '../ui/text';
import { create, end, type OpenTerminal } from './open-terminals';
import { running } from './running';
import { SearchBar } from './search-bar';
import { noticeSentence, stateSentence } from './sentences';
import type { SocketState } from './session-socket';
import { SIGNS, TONES } from './signs';
import { t } from './text';

/** One terminal with all that belongs to it: its screen, its state, and what can be done. */
export function TerminalPanel({ of: one, pods, onClose }: { of: OpenTerminal; pods: Pod[]; onClose: () => void }) {
  const isEnding = useSignal(false);
  const failure = useSignal('');
  const again = () => {
    const { namespace, job_name, pod_name, container_name, shell } = one.session;
    create(namespace, job_name, { pod_name, container_name, shell, read_only: false }).catch((failed: unknown) => (failure.value = reason(failed)));
  };
  const canRunAgain = running(pods).some((place) => place.pod === one.session.pod_name && place.containers.includes(one.session.container_name));
  return (
    <div class="terminal-panel" role="tabpanel" id={one.panelId} aria-labelledby={one.tabId}>
      <div class="bar terminal-state">
        <State of={one.state.value} />
        <Actions of={one} canRunAgain={canRunAgain} onAgain={again} onEnd={() => (isEnding.value = true)} onClose={onClose} />
      </div>
      {failure.value && <Message tone="error">{failure.value}</Message>}
      <NoticeLine of={one} />
      {one.isSearching.value && <SearchBar of={one} />}
      <ScreenPart of={one} />
      <p class="faint terminal-keys" id={`${one.panelId}-keys`}>{t('keys')}</p>
      {isEnding.value && <EndDialog of={one} onClose={() => (isEnding.value = false)} />}
    </div>
  );
}

/** Told as it changes; how long it is to the next try is only seen, for it changes all the time. */
function State({ of: state }: { of: SocketState }) {
  return (
    <span class={`status terminal-status ${TONES[state.is]}`}>
      <span aria-hidden="true">{SIGNS[state.is]}</span>
      <span role="status">{stateSentence(state)}</span>
      {state.is === 'waiting' && <Countdown key={state.until} until={state.until} />}
    </span>
  );
}

function Countdown({ until }: { until: number }) {
  const left = useSignal(until - Date.now());
  useEffect(() => {
    const timer = setInterval(() => (left.value = until - Date.now()), 250);
    return () => clearInterval(timer);
  }, [until]);
  return <span aria-hidden="true">{t('retryIn', { seconds: Math.max(0, Math.ceil(left.value / 1000)) })}</span>;
}

interface ActionProperties {
  of: OpenTerminal;
  canRunAgain: boolean;
  onAgain: () => void;
  onEnd: () => void;
  onClose: () => void;
}

function Actions({ of: one, canRunAgain, onAgain, onEnd, onClose }: ActionProperties) {
  const { is } = one.state.value;
  const isOver = is === 'ended';
  return (
    <div class="bar end terminal-actions" role="group">
      {is === 'waiting' && <button onClick={() => one.socket.connect()}>{t('retryNow')}</button>}
      {is === 'parted' && <button onClick={() => one.socket.connect()}>{t('reconnect')}</button>}
      {isOver && canRunAgain && <button class="primary" onClick={onAgain}>{t('again')}</button>}
      <button aria-pressed={one.isSearching.value} onClick={() => (one.isSearching.value = !one.isSearching.value)}>{t('search')}</button>
      <ReaderSwitch of={one} />
      {!isOver && <button class="danger" onClick={onEnd}>{t('end')}</button>}
      {(isOver || is === 'parted') && <button onClick={onClose}>{t('closeTab')}</button>}
    </div>
  );
}

function ReaderSwitch({ of: one }: { of: OpenTerminal }) {
  const isOn = useSignal(one.screen.isRead);
  const turn = () => {
    isOn.value = !isOn.value;
    one.screen.setRead(isOn.value);
  };
  return <button aria-pressed={isOn.value} title={t('readerHint')} onClick={turn}>{t('reader')}</button>;
}

function NoticeLine({ of: one }: { of: OpenTerminal }) {
  const notice = one.notice.value;
  if (!notice) return <></>;
  return (
    <Message tone="warning">
      {noticeSentence(notice)} <button class="plain" onClick={() => (one.notice.value = undefined)}>{t('dismiss')}</button>
    </Message>
  );
}

function ScreenPart({ of: one }: { of: OpenTerminal }) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => one.showIn(panel.current!), [one]);
  return <div class="terminal-screen" ref={panel} role="group" aria-label={t('screen')} aria-describedby={`${one.panelId}-keys`} />;
}

function EndDialog({ of: one, onClose }: { of: OpenTerminal; onClose: () => void }) {
  const isBusy = useSignal(false);
  const failure = useSignal('');
  const confirm = async () => {
    isBusy.value = true;
    try {
      await end(one);
      onClose();
    } catch (failed) {
      failure.value = reason(failed);
      isBusy.value = false;
    }
  };
  return (
    <Dialog title={t('endTitle')} onClose={onClose}>
      <p>{t('endWhat', { pod: one.session.pod_name, container: one.session.container_name })}</p>
      {failure.value && <Message tone="error">{failure.value}</Message>}
      <div class="bar">
        <button onClick={onClose} autofocus>{common('cancel')}</button>
        <button class="danger" disabled={isBusy} onClick={() => void confirm()}>{t('endNow')}</button>
      </div>
    </Dialog>
  );
}
