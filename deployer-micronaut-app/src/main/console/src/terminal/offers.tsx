import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { TerminalSession } from '../service/types';
import { Ago } from '../ui/time';
import { isInTab, join, sessionsOf } from './open-terminals';
import { t } from './text';

/** The open sessions of a job that are in no tab here, as after the page was loaded anew: to join them. */
export function Offers({ namespace, job, onJoined }: { namespace: string; job: string; onJoined?: () => void }) {
  const found = useSignal<TerminalSession[]>([]);
  useEffect(() => {
    // Without the list one can make a new terminal all the same.
    sessionsOf(namespace, job).then((sessions) => (found.value = sessions), () => {});
  }, [namespace, job]);
  const offered = found.value.filter((one) => !isInTab(one.session_id));
  if (offered.length === 0) return <></>;
  const take = (one: TerminalSession) => {
    join(one);
    onJoined?.();
  };
  return (
    <div class="offers">
      <h2>{t('offers')}</h2>
      <ul>{offered.map((one) => <Offer key={one.session_id} of={one} onJoin={() => take(one)} />)}</ul>
    </div>
  );
}

function Offer({ of: one, onJoin }: { of: TerminalSession; onJoin: () => void }) {
  return (
    <li>
      <span>
        {t('offered', { shell: one.shell, pod: one.pod_name, container: one.container_name })}{' '}
        <span class="faint">
          {t('offerOwner', { owner: one.owner })} · {t('offerSince')} <Ago at={one.created_at} />
          {one.state !== 'ended' && ` · ${t(one.state)}`}
        </span>
      </span>
      <button onClick={onJoin}>{t('join')}</button>
    </li>
  );
}
