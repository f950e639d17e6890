import type { Pod } from '../service/types';

/** Where a terminal can be: a pod and those of its containers that run. */
export interface Place {
  pod: string;
  containers: string[];
}

/** The places of these pods, the newest pod first; side containers after those that do the work. */
export function running(pods: Pod[]): Place[] {
  const newestFirst = [...pods].filter((pod) => !pod.terminating).sort((a, b) => (b.start_time ?? '').localeCompare(a.start_time ?? ''));
  return newestFirst.map((pod) => ({ pod: pod.name, containers: runningIn(pod) })).filter((place) => place.containers.length > 0);
}

const runningIn = (pod: Pod): string[] =>
  pod.containers
    .filter((one) => one.state === 'running')
    .sort((a, b) => Number(a.init) - Number(b.init))
    .map((one) => one.name);
