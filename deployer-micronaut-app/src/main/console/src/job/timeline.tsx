import type { Deployment, JobStatus } from '../service/types';
import { clockTime, duration, moments } from '../text/time';
import { t } from './text';

/** A moment of a job's life. */
export interface Moment {
  name: string;
  at: string;
  tone: 'good' | 'bad' | 'busy' | 'quiet';
}

/** What happened when, and how long each step took. */
export function Timeline({ status, deployment }: { status: JobStatus; deployment: Deployment | undefined }) {
  const moments_ = momentsOf(status, deployment);
  if (moments_.length === 0) return <></>;
  return (
    <ol class="timeline" aria-label={t('timeline')}>
      {moments_.map((one, index) => (
        <li key={one.name} class={one.tone}>
          <b>{one.name}</b>
          <time dateTime={one.at} title={moments(one.at)}>{clockTime(one.at)}</time>
          {index > 0 && <span class="faint">{t('after', { time: duration(Date.parse(one.at) - Date.parse(moments_[index - 1]!.at)) })}</span>}
        </li>
      ))}
      {status.status === 'running' && <li class="busy open"><b>{t('now')}</b></li>}
    </ol>
  );
}

/** The cluster's clock tells whole seconds, and may not be ours: so near to each other, their own order counts. */
const SAME_TIME = 2000;

/** In the order of their times: a job may be deployed again, unchanged, while it runs. */
function momentsOf(status: JobStatus, deployment: Deployment | undefined): Moment[] {
  const firstPod = status.pods.map((pod) => pod.start_time).filter((at) => at !== null).sort()[0];
  const hasFailed = status.status === 'failed' || deployment?.status === 'failed';
  const found: (Moment | undefined)[] = [
    moment(t('deployed'), deployment?.created_at, 'quiet'),
    moment(t('accepted'), status.start_time, 'quiet'),
    moment(t('firstPod'), firstPod, 'quiet'),
    moment(hasFailed ? t('failed') : t('completed'), status.completion_time, hasFailed ? 'bad' : 'good'),
    moment(t('deletedAt'), deployment?.deleted_at, 'quiet'),
  ];
  return found.filter((one) => one !== undefined).sort((a, b) => later(a, b));
}

function later(a: Moment, b: Moment): number {
  const difference = Date.parse(a.at) - Date.parse(b.at);
  return Math.abs(difference) < SAME_TIME ? 0 : difference;
}

const moment = (name: string, at: string | null | undefined, tone: Moment['tone']): Moment | undefined => (at ? { name, at, tone } : undefined);
