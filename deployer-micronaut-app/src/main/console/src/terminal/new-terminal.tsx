import { useSignal } from '@preact/signals';
import { reason } from '../service/http';
import type { Pod } from '../service/types';
import { Message } from '../ui/message';
import { t as common } from '../ui/text';
import { create } from './open-terminals';
import { running } from './running';
import { t } from './text';

/** Those that the service allows where nothing else is set; bash first, as it does. */
const SHELLS = ['/bin/bash', '/bin/sh', 'ash', 'zsh', 'dash'];

interface Properties {
  namespace: string;
  job: string;
  pods: Pod[];
  onMade?: () => void;
  onCancel?: () => void;
}

/** Asks where a new terminal is wanted, and opens it. */
export function NewTerminal({ namespace, job, pods, onMade, onCancel }: Properties) {
  const places = running(pods);
  const pod = useSignal('');
  const container = useSignal('');
  const shell = useSignal(SHELLS[0]!);
  const isReadOnly = useSignal(false);
  const isBusy = useSignal(false);
  const failure = useSignal('');
  const place = places.find((one) => one.pod === pod.value) ?? places[0];
  if (!place) return <p class="faint">{t('nothingRuns')}</p>;
  // Of several, the pod may name one: only the service knows.
  const containers = place.containers.length > 1 ? ['', ...place.containers] : place.containers;
  const chosen = containers.includes(container.value) ? container.value : containers[0]!;
  const submit = async (event: Event) => {
    event.preventDefault();
    isBusy.value = true;
    failure.value = '';
    try {
      await create(namespace, job, { pod_name: place.pod, container_name: chosen, shell: shell.value, read_only: isReadOnly.value });
      onMade?.();
    } catch (failed) {
      failure.value = reason(failed);
    }
    isBusy.value = false;
  };
  return (
    <form class="new-terminal" onSubmit={(event) => void submit(event)}>
      <Choice label={t('pod')} of={places.map((one) => one.pod)} value={place.pod} onChoice={(one) => (pod.value = one)} />
      <Choice label={t('container')} of={containers} value={chosen} onChoice={(one) => (container.value = one)} />
      <Choice label={t('shell')} of={SHELLS} value={shell.value} onChoice={(one) => (shell.value = one)} hint={t('shellHint')} />
      <label class="check">
        <input type="checkbox" checked={isReadOnly} onChange={(event) => (isReadOnly.value = event.currentTarget.checked)} />
        {t('guests')}
      </label>
      {failure.value && <Message tone="error">{failure.value}</Message>}
      <div class="bar">
        {onCancel && <button type="button" onClick={onCancel}>{common('cancel')}</button>}
        <button class="primary" disabled={isBusy}>{t('open')}</button>
      </div>
    </form>
  );
}

function Choice({ label, of, value, onChoice, hint }: { label: string; of: string[]; value: string; onChoice: (one: string) => void; hint?: string }) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} title={hint} onChange={(event) => onChoice(event.currentTarget.value)}>
        {of.map((one) => <option key={one} value={one}>{one || t('defaultContainer')}</option>)}
      </select>
    </label>
  );
}
