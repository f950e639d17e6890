import { useSignal } from '@preact/signals';
import { reason, remove, segment } from '../service/http';
import type { TerminalSession } from '../service/types';
import { Dialog } from '../ui/dialog';
import { Message } from '../ui/message';
import { t as common } from '../ui/text';
import { readSessions } from './live-sessions';
import { t } from './text';

/** Asks before a session is ended, and says what goes with it. */
export function EndDialog({ of: one, onClose }: { of: TerminalSession; onClose: () => void }) {
  const isBusy = useSignal(false);
  const failure = useSignal('');
  const confirm = async () => {
    isBusy.value = true;
    failure.value = '';
    try {
      await remove(`terminal/${segment(one.session_id)}`);
      await readSessions();
      onClose();
    } catch (failed) {
      failure.value = reason(failed);
      isBusy.value = false;
    }
  };
  return (
    <Dialog title={t('endTitle', { owner: one.owner })} onClose={onClose}>
      <p>{t('endWhat', { pod: one.pod_name, container: one.container_name, job: `${one.namespace}/${one.job_name}` })}</p>
      {failure.value && <Message tone="error">{failure.value}</Message>}
      <div class="bar">
        <button onClick={onClose} autofocus>{common('cancel')}</button>
        <button class="danger" disabled={isBusy} onClick={() => void confirm()}>{t('endNow')}</button>
      </div>
    </Dialog>
  );
}
