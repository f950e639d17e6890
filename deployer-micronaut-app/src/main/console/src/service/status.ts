import { computed, signal } from '@preact/signals';
import { get } from './http';
import type { ServiceStatus } from './types';

/** How the service is; undefined until it was heard for the first time. */
export const serviceStatus = signal<ServiceStatus | undefined>(undefined);

/** Whether the statuses of deployments may be old. */
export const isStale = computed(() => serviceStatus.value?.stale ?? false);

const EVERY = 10_000;

/** Asks how the service is, now and then, until the function that this returns is called. */
export function followStatus(): () => void {
  const ask = async () => {
    try {
      serviceStatus.value = await get<ServiceStatus>('status');
    } catch {
      // That the service can't be heard, the stream of changes tells better.
    }
  };
  void ask();
  const timer = setInterval(() => void ask(), EVERY);
  return () => clearInterval(timer);
}
