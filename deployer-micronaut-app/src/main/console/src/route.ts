import { computed, signal } from '@preact/signals';

/** Where in the console one is. In the fragment: no proxy and no server needs to know of it. */
export type Route =
  | { view: 'deployments' }
  | { view: 'deployment'; id: string }
  | { view: 'deploy' }
  | { view: 'job'; namespace: string; job: string; tab: JobTab }
  | { view: 'sessions' };

export type JobTab = 'log' | 'terminal' | 'details';

const TABS: readonly JobTab[] = ['log', 'terminal', 'details'];

const fragment = signal(location.hash);
window.addEventListener('hashchange', () => (fragment.value = location.hash));

export const route = computed(() => routeOf(fragment.value));

export function routeOf(hash: string): Route {
  const [view, ...rest] = hash.replace(/^#\/?/, '').split('/').map(decoded);
  if (view === 'deploy') return { view };
  if (view === 'sessions') return { view };
  if (view === 'deployments' && rest[0]) return { view: 'deployment', id: rest[0] };
  if (view === 'jobs' && rest[0] && rest[1]) return { view: 'job', namespace: rest[0], job: rest[1], tab: TABS.find((tab) => tab === rest[2]) ?? 'log' };
  return { view: 'deployments' };
}

/** What can't be decoded stands for itself. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const link = {
  deployments: '#/',
  deploy: '#/deploy',
  sessions: '#/sessions',
  deployment: (id: string) => `#/deployments/${encodeURIComponent(id)}`,
  job: (namespace: string, job: string, tab: JobTab = 'log') => `#/jobs/${encodeURIComponent(namespace)}/${encodeURIComponent(job)}${tab === 'log' ? '' : `/${tab}`}`,
};

export function go(to: string): void {
  location.hash = to;
}
