import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { link } from '../route';
import type { TerminalSession } from '../service/types';
import { endSentence } from '../terminal/sentences';
import { bytes } from '../text/bytes';
import { Message } from '../ui/message';
import { NothingFound } from '../ui/nothing-found';
import { Ago } from '../ui/time';
import { chosen } from './choice';
import { EndDialog } from './end';
import { followSessions, sessions, sessionsFailure } from './live-sessions';
import './sessions.css';
import { t } from './text';

/** Who is in which shell, since when; and, where asked for, who was. */
export function SessionsPage() {
  useEffect(followSessions, []);
  const words = useSignal('');
  const withEnded = useSignal(false);
  const doomed = useSignal<TerminalSession | undefined>(undefined);
  const found = useComputed(() => chosen(sessions.value ?? [], words.value, withEnded.value));
  if (!sessions.value) return sessionsFailure.value ? <Message tone="error">{sessionsFailure.value}</Message> : <p class="loading" aria-busy="true">{t('loading')}</p>;
  const open = sessions.value.filter((one) => one.is_active).length;
  return (
    <>
      <div class="bar">
        <h1>{t('title')}</h1>
        <span class="faint" role="status">{t('count', { count: found.value.length, open })}</span>
        <span class="end" />
        <label>
          <input type="checkbox" checked={withEnded} onChange={(event) => (withEnded.value = event.currentTarget.checked)} />
          {t('showEnded')}
        </label>
        <input class="grow" type="search" aria-label={t('filter')} placeholder={t('filter')} value={words} onInput={(event) => (words.value = event.currentTarget.value)} />
      </div>
      {sessionsFailure.value && <Message tone="error">{t('stale', { reason: sessionsFailure.value })}</Message>}
      <div class="panel">
        {found.value.length > 0 && <Table of={found.value} onEnd={(one) => (doomed.value = one)} />}
        {found.value.length === 0 && (words.value.trim() ? <NothingFound onClear={() => (words.value = '')} /> : <Empty />)}
      </div>
      {doomed.value && <EndDialog of={doomed.value} onClose={() => (doomed.value = undefined)} />}
    </>
  );
}

function Table({ of, onEnd }: { of: TerminalSession[]; onEnd: (one: TerminalSession) => void }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('state')}</th>
          <th scope="col">{t('who')}</th>
          <th scope="col">{t('job')}</th>
          <th scope="col" class="wide-only">{t('place')}</th>
          <th scope="col">{t('since')}</th>
          <th scope="col" class="wide-only">{t('quietSince')}</th>
          <th scope="col" class="wide-only session-traffic">{t('traffic')}</th>
          <th scope="col"><span class="only-read">{t('actions')}</span></th>
        </tr>
      </thead>
      <tbody>{of.map((one) => <Row key={one.session_id} of={one} onEnd={onEnd} />)}</tbody>
    </table>
  );
}

function Row({ of: one, onEnd }: { of: TerminalSession; onEnd: (one: TerminalSession) => void }) {
  const job = `${one.namespace}/${one.job_name}`;
  return (
    <tr>
      <td class="narrow"><State of={one.state} /></td>
      <th scope="row">{one.owner}</th>
      <td class="session-job">
        <a href={link.job(one.namespace, one.job_name, one.is_active ? 'terminal' : 'log')}>{job}</a>
        {one.end_reason && <End of={one} reason={one.end_reason} />}
      </td>
      <td class="wide-only">
        {one.pod_name} / {one.container_name}
        <div class="faint">{one.shell}{one.read_only && `, ${t('readOnly')}`}</div>
      </td>
      <td class="narrow"><Ago at={one.created_at} /></td>
      <td class="narrow wide-only"><Ago at={one.last_activity} /></td>
      <td class="narrow wide-only session-traffic">{bytes(one.bytes_in)} / {bytes(one.bytes_out)}</td>
      <td class="actions">
        {one.is_active && <button class="plain" aria-label={t('endOne', { owner: one.owner, job })} onClick={() => onEnd(one)}>{t('end')}</button>}
      </td>
    </tr>
  );
}

function End({ of: one, reason }: { of: TerminalSession; reason: string }) {
  return (
    <div class="faint">
      {endSentence({ reason, exitCode: one.exit_code, message: one.end_message ?? '' })}
      {one.ended_at && <> · <Ago at={one.ended_at} /></>}
    </div>
  );
}

const TONES: Record<TerminalSession['state'], string> = { created: 'wait', attached: 'good', detached: 'wait', ended: 'quiet' };
const SIGNS: Record<TerminalSession['state'], string> = { created: '…', attached: '●', detached: '○', ended: '■' };

function State({ of: state }: { of: TerminalSession['state'] }) {
  return (
    <span class={`status ${TONES[state]}`} title={t(`${state}Hint`)}>
      <span class="sign" aria-hidden="true">{SIGNS[state]}</span>
      {t(state)}
    </span>
  );
}

function Empty() {
  return (
    <div class="empty">
      <p>{t('empty')}</p>
      <p class="faint">{t('emptyHint')}</p>
      <a class="button" href={link.deployments}>{t('toDeployments')}</a>
    </div>
  );
}
