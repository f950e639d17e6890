import { computed, signal } from '@preact/signals';
import { go } from '../route';
import { deployments } from '../service/deployments';
import { linkTo } from '../deployments/list';
import { post, reason, Refused } from '../service/http';
import type { DeployAnswer, Deployment, Problem, Resource } from '../service/types';
import { draft } from './draft';
import { t } from './text';

/** What is being done with the manifest in the editor, or came of it. */
type Stage =
  | { is: 'idle' }
  | { is: 'checking' }
  | { is: 'checked'; resources: Resource[] }
  | { is: 'deploying'; known: ReadonlySet<string> }
  | { is: 'refused'; detail: string; problems: Problem['errors'] };

export const stage = signal<Stage>({ is: 'idle' });

/** The deployment that is being made, as the service tells of it meanwhile. */
export const underWay = computed<Deployment | undefined>(() => {
  const now = stage.value;
  return now.is === 'deploying' ? deployments.value.find((one) => !now.known.has(one.deployment_id) && one.state === 'pending') : undefined;
});

const body = () => ({ yaml_content: draft.value.yaml, ...(draft.value.namespace ? { namespace: draft.value.namespace } : {}) });

export function edited(yaml: string): void {
  if (yaml === draft.value.yaml) return;
  draft.value = { ...draft.value, yaml };
  if (stage.value.is !== 'deploying') stage.value = { is: 'idle' };
}

export async function check(): Promise<void> {
  if (isBusy()) return;
  stage.value = { is: 'checking' };
  try {
    const plan = await post<DeployAnswer>('deploy', body(), { dry_run: true });
    stage.value = { is: 'checked', resources: plan.resources };
  } catch (failure) {
    refused(failure);
  }
}

export async function deploy(label: string): Promise<void> {
  if (isBusy()) return;
  stage.value = { is: 'deploying', known: new Set(deployments.value.map((one) => one.deployment_id)) };
  try {
    const done = await post<DeployAnswer>('deploy', { ...body(), ...(label ? { name: label } : {}) });
    stage.value = { is: 'idle' };
    go(linkTo({ deployment_id: done.deployment_id!, resource_type: done.resource_type, resource_name: done.resource_name, namespace: namespaceOf(done) }));
  } catch (failure) {
    refused(failure);
  }
}

/** The job may stand in another namespace than the deployment's own. */
const namespaceOf = (done: DeployAnswer): string => done.resources.find((one) => one.name === done.resource_name && one.kind === 'Job')?.namespace ?? done.namespace;

const isBusy = (): boolean => stage.value.is === 'checking' || stage.value.is === 'deploying';

function refused(failure: unknown): void {
  const detail = failure instanceof Refused ? failure.problem.detail : `${reason(failure)}. ${t('unknown')}`;
  stage.value = { is: 'refused', detail, problems: failure instanceof Refused ? failure.problem.errors : [] };
}
