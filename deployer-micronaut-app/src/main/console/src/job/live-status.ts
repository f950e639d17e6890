import { computed, effect, signal } from '@preact/signals';
import { deploymentOf } from '../service/deployments';
import { get, reason, Refused, segment } from '../service/http';
import type { JobStatus } from '../service/types';

const EVERY = 4000;

/** A job's status: asked for when its deployment changes, and now and then while it is looked at. */
export class LiveStatus {
  readonly status = signal<JobStatus | undefined>(undefined);
  readonly failure = signal('');
  /** Whether the service knows of no such job in the cluster. */
  readonly isMissing = signal(false);
  private readonly timer = setInterval(() => this.isWorthAsking() && void this.ask(), EVERY);
  private readonly stop: () => void;
  private asked = 0;

  constructor(
    private readonly namespace: string,
    private readonly job: string,
  ) {
    const deployment = computed(() => deploymentOf(namespace, job));
    this.stop = effect(() => {
      deployment.value;
      void this.ask();
    });
  }

  close(): void {
    clearInterval(this.timer);
    this.stop();
  }

  private isWorthAsking(): boolean {
    const known = this.status.peek();
    return !document.hidden && !(known && ['completed', 'failed', 'deleted'].includes(known.status) && known.logs?.sealed !== false);
  }

  /** The newest answer counts, whichever comes last. */
  private async ask(): Promise<void> {
    const number = ++this.asked;
    try {
      const answer = await get<JobStatus>(`jobs/${segment(this.job)}/status`, { namespace: this.namespace });
      if (number === this.asked) {
        this.status.value = answer;
        this.failure.value = '';
        this.isMissing.value = false;
      }
    } catch (failure) {
      if (number === this.asked) {
        this.failure.value = reason(failure);
        this.isMissing.value = failure instanceof Refused && failure.problem.status === 404;
      }
    }
  }
}
