import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get, reason, segment } from '../service/http';
import type { ClusterEvent, Container, JobStatus, LogCapture, Pod } from '../service/types';
import { Message } from '../ui/message';
import { Ago } from '../ui/time';
import { t } from './text';

/** All that the cluster says of a job: pods, containers, conditions, events; and how its log is kept. */
export function Details({ status }: { status: JobStatus }) {
  return (
    <>
      <section class="panel" aria-label={t('containers')}>
        {status.pods.length === 0 ? <p class="empty faint">{t('noPods')}</p> : <Pods of={status.pods} />}
      </section>
      {status.conditions.length > 0 && (
        <section class="panel padded">
          <h2>{t('conditions')}</h2>
          <ul class="plain">
            {status.conditions.map((one) => <li key={one.type}><b>{one.holds ? one.type : `¬ ${one.type}`}</b> {one.reason} <span class="faint">{one.message}</span></li>)}
          </ul>
        </section>
      )}
      {status.logs && (
        <section class="panel padded">
          <h2>{t('logs')}</h2>
          <ul class="plain">{status.logs.captures.map((one) => <Capture key={`${one.pod}/${one.container}/${one.attempt}`} of={one} />)}</ul>
        </section>
      )}
      <Events of={status} />
    </>
  );
}

function Pods({ of }: { of: Pod[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('pods')}</th>
          <th scope="col">{t('container')}</th>
          <th scope="col" class="wide-only">{t('image')}</th>
          <th scope="col">{t('state')}</th>
          <th scope="col">{t('exit')}</th>
          <th scope="col">{t('restarts')}</th>
          <th scope="col" class="wide-only">{t('node')}</th>
        </tr>
      </thead>
      <tbody>{of.map((pod) => pod.containers.map((container, index) => <ContainerRow key={`${pod.name}/${container.name}`} pod={pod} container={container} isFirst={index === 0} />))}</tbody>
    </table>
  );
}

const TONES = { waiting: 'wait', running: 'busy', terminated: 'quiet' };

function ContainerRow({ pod, container, isFirst }: { pod: Pod; container: Container; isFirst: boolean }) {
  const why = [container.reason, container.message].filter(Boolean).join(': ');
  return (
    <tr>
      <th scope="row">
        {isFirst && pod.name}
        {isFirst && pod.terminating && <span class="faint"> {t('terminating')}</span>}
        {isFirst && pod.message && <div class="cause">{pod.message}</div>}
      </th>
      <td>{container.name} {container.init && <span class="faint">{t('init')}</span>}</td>
      <td class="wide-only">{container.image}</td>
      <td>
        <span class={`status ${TONES[container.state]}`}>{t(container.state)}</span>
        {why && <div class="faint">{why}</div>}
      </td>
      <td>{container.exit_code !== null && <span class={container.exit_code === 0 ? '' : 'cause'}>{container.exit_code}</span>}</td>
      <td>{container.restarts}</td>
      <td class="wide-only">{isFirst && pod.node}</td>
    </tr>
  );
}

const QUALITY = { capturing: 'busy', sealed: 'good', gapped: 'wait', lost: 'bad' };

function Capture({ of }: { of: LogCapture }) {
  return (
    <li>
      {of.pod}/{of.container} {of.attempt > 0 && <span class="faint">{t('life', { number: of.attempt + 1 })}</span>} <span class={`status ${QUALITY[of.state]}`}>{t(of.state)}</span> <span class="faint">{of.reason}</span>
    </li>
  );
}

/** Read anew with each status that is another. */
function Events({ of }: { of: JobStatus }) {
  const events = useSignal<ClusterEvent[]>([]);
  const failure = useSignal('');
  useEffect(() => {
    get<{ events: ClusterEvent[] }>(`jobs/${segment(of.job_name)}/events`, { namespace: of.namespace }).then(
      (answer) => ((events.value = answer.events), (failure.value = '')),
      (failed: unknown) => (failure.value = reason(failed)),
    );
  }, [of]);
  return (
    <section class="panel padded">
      <h2>{t('events')}</h2>
      {failure.value && <Message tone="warning">{failure.value}</Message>}
      {events.value.length === 0 && !failure.value && <p class="faint">{t('noEvents')}</p>}
      <ul class="plain">
        {events.value.map((one, index) => (
          <li key={index}>
            <span class={`status ${one.type === 'Warning' ? 'bad' : 'quiet'}`}>{one.reason}</span> {one.message} <span class="faint">{one.object} {one.count > 1 && t('times', { count: one.count })} {one.timestamp && <Ago at={one.timestamp} />}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
