import { useSignal } from '@preact/signals';
import { address, call, post, reason, remove, segment, type Query } from '../service/http';
import { token } from '../service/token';
import { Message } from '../ui/message';
import { t } from './text';

/** The whole log as a file, and whether it is kept for good. */
export function Download({ namespace, job, isPinned }: { namespace: string; job: string; isPinned: boolean }) {
  const failure = useSignal('');
  const chosen = useSignal<boolean | undefined>(undefined);
  const pinned = chosen.value ?? isPinned;
  const of = (query: Query): URL => address(`jobs/${segment(job)}/logs/download`, { namespace, ...query });
  const pin = async () => {
    const path = `jobs/${segment(job)}/logs/pin`;
    try {
      await (pinned ? remove(path, { namespace }) : post(path, undefined, { namespace }));
      chosen.value = !pinned;
    } catch (failed) {
      failure.value = reason(failed);
    }
  };
  return (
    <>
      <details class="menu">
        <summary class="button">{t('download')}</summary>
        <div class="panel">
          <File at={of({ format: 'text' })} name={`${job}.log`} label={t('asText')} onFailure={(why) => (failure.value = why)} />
          <File at={of({ format: 'text', gzip: true })} name={`${job}.log.gz`} label={t('asTextGzip')} onFailure={(why) => (failure.value = why)} />
          <File at={of({ format: 'ndjson' })} name={`${job}.ndjson`} label={t('asNdjson')} onFailure={(why) => (failure.value = why)} />
          <button aria-pressed={pinned} onClick={() => void pin()}>{pinned ? t('pinned') : t('pin')}</button>
        </div>
      </details>
      {failure.value && <Message tone="error">{failure.value}</Message>}
    </>
  );
}

/** A link; where a token is asked for, which a link can't send, the file is fetched and handed on. */
function File({ at, name, label, onFailure }: { at: URL; name: string; label: string; onFailure: (why: string) => void }) {
  const fetched = async (event: Event) => {
    if (!token.value) return;
    event.preventDefault();
    try {
      save(await (await call(at)).blob(), name);
    } catch (failed) {
      onFailure(reason(failed));
    }
  };
  return <a href={at.href} download={name} onClick={(event) => void fetched(event)}>{label}</a>;
}

function save(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
