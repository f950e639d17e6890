import { useSignal } from '@preact/signals';
import { reason, remove, segment } from '../service/http';
import type { Deployment } from '../service/types';
import { Dialog } from '../ui/dialog';
import { Message } from '../ui/message';
import { t as common } from '../ui/text';
import { t } from './text';

/** Asks before a deployment is deleted, and names what goes with it. */
export function DeleteDialog({ deployment, onClose }: { deployment: Deployment; onClose: () => void }) {
  const isBusy = useSignal(false);
  const failure = useSignal('');
  const doomed = deployment.resources.filter((one) => one.outcome !== 'taken_over');
  const confirm = async () => {
    isBusy.value = true;
    failure.value = '';
    try {
      await remove(`deployments/${segment(deployment.deployment_id)}`);
      onClose();
    } catch (failed) {
      failure.value = reason(failed);
      isBusy.value = false;
    }
  };
  return (
    <Dialog title={t('deleteTitle', { name: deployment.resource_name })} onClose={onClose}>
      <p>{t('deleteGoes')}</p>
      <ul>
        {doomed.map((one) => <li key={`${one.kind}/${one.name}`}>{one.kind} <b>{one.name}</b> <span class="faint">{one.namespace}</span></li>)}
      </ul>
      {failure.value && <Message tone="error">{failure.value}</Message>}
      <div class="bar">
        <button onClick={onClose} autofocus>{common('cancel')}</button>
        <button class="danger" disabled={isBusy} onClick={() => void confirm()}>
          {doomed.length === 1 ? t('deleteOnly') : t('deleteNow', { count: doomed.length })}
        </button>
      </div>
    </Dialog>
  );
}
