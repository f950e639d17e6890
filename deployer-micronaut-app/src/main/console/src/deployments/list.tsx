import { useComputed, useSignal } from '@preact/signals';
import { Component } from 'preact';
import { useEffect } from 'preact/hooks';
import { openInEditor, SAMPLE } from '../deploy/draft';
import { link } from '../route';
import { deployments, isListRead, listFailure, readDeleted } from '../service/deployments';
import type { Deployment, Phase } from '../service/types';
import { Message } from '../ui/message';
import { NothingFound } from '../ui/nothing-found';
import { Status } from '../ui/status';
import { word } from '../ui/text';
import { Ago } from '../ui/time';
import { DeleteDialog } from './delete';
import { t } from './text';

const PHASES: Phase[] = ['pending', 'running', 'completed', 'failed', 'deployed', 'deleted', 'unknown'];
const STEP = 200;

/** All deployments, as they change. */
export function DeploymentList() {
  const words = useSignal('');
  const phase = useSignal('');
  const most = useSignal(STEP);
  const doomed = useSignal<Deployment | undefined>(undefined);
  const found = useComputed(() => deployments.value.filter((one) => matches(one, words.value, phase.value)));
  useEffect(() => void (phase.value === 'deleted' && readDeleted()), [phase.value]);
  const clear = () => ((words.value = ''), (phase.value = ''));
  if (!isListRead.value) return listFailure.value ? <Message tone="error">{listFailure.value}</Message> : <p class="loading" aria-busy="true">{t('loading')}</p>;
  if (phase.value === '' && !deployments.value.some((one) => one.state !== 'deleted')) return <Empty onDeleted={() => (phase.value = 'deleted')} />;
  return (
    <>
      <div class="bar">
        <h1>{t('title')}</h1>
        <span class="faint" role="status">{t('count', { count: found.value.length })}</span>
        <span class="end" />
        <input class="grow" type="search" aria-label={t('filter')} placeholder={t('filter')} value={words} onInput={(event) => (words.value = event.currentTarget.value)} />
        <select aria-label={t('status')} value={phase} onChange={(event) => (phase.value = event.currentTarget.value)}>
          <option value="">{t('allStatuses')}</option>
          {PHASES.map((one) => <option key={one} value={one}>{word(one)}</option>)}
        </select>
      </div>
      {listFailure.value && <Message tone="error">{listFailure.value}</Message>}
      <div class="panel">
        {found.value.length === 0 ? <NothingFound onClear={clear} /> : <Table of={found.value.slice(0, most.value)} onDelete={(one) => (doomed.value = one)} />}
      </div>
      {found.value.length > most.value && <button onClick={() => (most.value += STEP)}>{t('more', { count: Math.min(STEP, found.value.length - most.value) })}</button>}
      {doomed.value && <DeleteDialog deployment={doomed.value} onClose={() => (doomed.value = undefined)} />}
    </>
  );
}

function matches(one: Deployment, words: string, phase: string): boolean {
  if (phase === '' ? one.state === 'deleted' : one.status !== phase) return false;
  const text = [one.resource_name, one.namespace, one.status, word(one.status), one.created_by, one.name ?? '', one.cause?.message ?? ''].join(' ').toLowerCase();
  return words.toLowerCase().split(/\s+/).every((part) => text.includes(part));
}

function Table({ of, onDelete }: { of: Deployment[]; onDelete: (one: Deployment) => void }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('status')}</th>
          <th scope="col">{t('name')}</th>
          <th scope="col" class="wide-only">{t('pods')}<br /><span class="faint">{t('podKinds')}</span></th>
          <th scope="col" class="wide-only">{t('namespace')}</th>
          <th scope="col">{t('since')}</th>
          <th scope="col" class="wide-only">{t('by')}</th>
          <th scope="col"><span class="only-read">{t('delete')}</span></th>
        </tr>
      </thead>
      <tbody>{of.map((one) => <Row key={one.deployment_id} of={one} onDelete={onDelete} />)}</tbody>
    </table>
  );
}

/** Where a deployment is best looked at. */
export const linkTo = (one: Pick<Deployment, 'deployment_id' | 'resource_type' | 'resource_name' | 'namespace'>): string => (one.resource_type === 'job' ? link.job(one.namespace, one.resource_name) : link.deployment(one.deployment_id));

/** Drawn again only where its deployment is another. */
class Row extends Component<{ of: Deployment; onDelete: (one: Deployment) => void }> {
  override shouldComponentUpdate(next: { of: Deployment }) {
    return next.of !== this.props.of;
  }

  override render() {
    const { of: one, onDelete } = this.props;
    return (
      <tr>
        <td class="narrow"><Status of={one.state === 'deleting' ? 'deleting' : one.status} live /></td>
        <th scope="row">
          <a href={linkTo(one)}>{one.resource_name}</a>
          {one.name && <span class="faint"> {one.name}</span>}
          {one.resource_type !== 'job' && <span class="faint"> {one.resources[0]?.kind ?? one.resource_type}</span>}
          {(one.failure ?? one.cause?.message) && <div class="cause">{one.failure ?? one.cause?.message}</div>}
        </th>
        <td class="narrow wide-only"><Pods of={one} /></td>
        <td class="wide-only">{one.namespace}</td>
        <td class="narrow"><Ago at={one.deleted_at ?? one.created_at} /></td>
        <td class="wide-only">{one.created_by}</td>
        <td class="actions">
          {one.state !== 'deleted' && <button class="plain" aria-label={t('deleteOne', { name: one.resource_name })} onClick={() => onDelete(one)}>{t('delete')}</button>}
        </td>
      </tr>
    );
  }
}

function Pods({ of: one }: { of: Deployment }) {
  if (one.active_pods === null) return <></>;
  const counts = { active: one.active_pods, succeeded: one.succeeded_pods ?? 0, failed: one.failed_pods ?? 0 };
  return (
    <span title={t('podCounts', counts)} aria-label={t('podCounts', counts)}>
      {counts.active} / {counts.succeeded} / <span class={counts.failed > 0 ? 'cause' : ''}>{counts.failed}</span>
    </span>
  );
}

function Empty({ onDeleted }: { onDeleted: () => void }) {
  return (
    <div class="panel empty">
      <h1>{t('empty')}</h1>
      <p>{t('emptyHint')}</p>
      <pre>{SAMPLE}</pre>
      <button class="primary" onClick={() => openInEditor(SAMPLE)}>{t('emptyDeploy')}</button>
      <button class="plain" onClick={onDeleted}>{t('showDeleted')}</button>
    </div>
  );
}
