import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { openAgain } from '../deployments/again';
import { DeleteDialog } from '../deployments/delete';
import { LogView } from '../log/view';
import { link, type JobTab, type Route } from '../route';
import { connection, deploymentOf, isListRead, readDeleted } from '../service/deployments';
import type { Deployment, JobStatus } from '../service/types';
import { Terminals } from '../terminal/terminals';
import { Message } from '../ui/message';
import { Status } from '../ui/status';
import { Details } from './details';
import { LiveStatus } from './live-status';
import { Timeline } from './timeline';
import './job.css';
import { t } from './text';

const TABS: readonly JobTab[] = ['log', 'terminal', 'details'];

/** One job: how it is, its log, its terminals, and all that the cluster says of it. */
export function JobPage({ namespace, job, tab }: Extract<Route, { view: 'job' }>) {
  const live = useMemo(() => new LiveStatus(namespace, job), [namespace, job]);
  useEffect(() => () => live.close(), [live]);
  // It may have been deleted before the page was opened: then its record tells how it was.
  useEffect(() => void (live.isMissing.value && readDeleted()), [live.isMissing.value]);
  const deployment = deploymentOf(namespace, job);
  const isGone = deployment?.state === 'deleted';
  const status = isGone ? lastKnown(live.status.value) : live.status.value;
  return (
    <>
      <Head namespace={namespace} job={job} status={status} deployment={deployment} />
      {live.failure.value && !isGone && <Message tone="error">{live.failure.value}</Message>}
      {status?.cause && <Message tone="error">{status.cause.message}</Message>}
      {status && <Timeline status={status} deployment={deployment} />}
      <nav class="tabs" aria-label={t('views')}>
        {TABS.map((one) => <a key={one} href={link.job(namespace, job, one)} aria-current={one === tab ? 'page' : undefined}>{t(one)}</a>)}
      </nav>
      {tab === 'log' && (isListRead.value || connection.value === 'lost') && <LogView key={uidOf(deployment, job)} namespace={namespace} job={job} captures={status?.logs?.captures ?? []} isPinned={status?.logs?.pinned ?? false} />}
      {tab === 'terminal' && (status || live.failure.value ? <Terminals namespace={namespace} job={job} pods={status?.pods ?? []} /> : <Loading />)}
      {tab === 'details' && (status ? <Details status={status} /> : !live.failure.value && <Loading />)}
    </>
  );
}

/** Another job of the same name has another log. */
const uidOf = (deployment: Deployment | undefined, job: string): string => deployment?.resources.find((one) => one.kind === 'Job' && one.name === job)?.uid ?? '';

function Loading() {
  return <p class="loading" aria-busy="true">{t('loading')}</p>;
}

/** Of a job that the cluster has no longer: nothing runs. */
const lastKnown = (status: JobStatus | undefined): JobStatus | undefined => status && { ...status, status: 'deleted', active_pods: 0, pods: [] };

interface HeadProperties {
  namespace: string;
  job: string;
  status: JobStatus | undefined;
  deployment: Deployment | undefined;
}

function Head({ namespace, job, status, deployment }: HeadProperties) {
  // The one that was meant: another may be deployed by its name meanwhile.
  const doomed = useSignal<Deployment | undefined>(undefined);
  const phase = deployment?.state === 'deleting' ? 'deleting' : (status?.status ?? deployment?.status);
  return (
    <div class="bar">
      <h1>{job}</h1>
      {phase && <Status of={phase} live />}
      <span class="faint">{t('namespace')} {namespace}</span>
      {status && <span class="faint">{t('pods')}: {t('podCounts', { active: status.active_pods, succeeded: status.succeeded_pods, failed: status.failed_pods })}</span>}
      <span class="end" />
      {deployment && <a class="button" href={link.deployment(deployment.deployment_id)}>{t('record')}</a>}
      {deployment && <button onClick={() => void openAgain(deployment)}>{t('again')}</button>}
      {deployment && deployment.state !== 'deleted' && <button class="danger" onClick={() => (doomed.value = deployment)}>{t('delete')}</button>}
      {doomed.value && <DeleteDialog deployment={doomed.value} onClose={() => (doomed.value = undefined)} />}
    </div>
  );
}
