import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { openInEditor } from '../deploy/draft';
import { go, link } from '../route';
import { deployments } from '../service/deployments';
import { get, reason, segment } from '../service/http';
import type { Deployment, Resource } from '../service/types';
import { moments } from '../text/time';
import { Message } from '../ui/message';
import { Status } from '../ui/status';
import { word } from '../ui/text';
import { DeleteDialog } from './delete';
import { t } from './text';

/** One deployment: its objects, what became of each, and its manifest. */
export function DeploymentPage({ id }: { id: string }) {
  const read = useSignal<Deployment | undefined>(undefined);
  const failure = useSignal('');
  const isDeleting = useSignal(false);
  useEffect(() => {
    get<Deployment>(`deployments/${segment(id)}`).then(
      (found) => (read.value = found),
      (failed: unknown) => (failure.value = reason(failed)),
    );
  }, [id]);
  const live = deployments.value.find((one) => one.deployment_id === id);
  const one = live ?? read.value;
  const yaml = read.value?.yaml_content ?? '';
  if (failure.value && !one) return <Message tone="error">{failure.value}</Message>;
  if (!one) return <p class="loading" aria-busy="true">…</p>;
  return (
    <>
      <div class="bar">
        <h1>{one.resource_name}</h1>
        <Status of={one.state === 'deleting' ? 'deleting' : one.status} live />
        <span class="end" />
        {one.resource_type === 'job' && <a class="button" href={link.job(one.namespace, one.resource_name)}>{t('openLog')}</a>}
        <button onClick={() => openInEditor(yaml, one.namespace)} disabled={!yaml}>{t('again')}</button>
        {one.state !== 'deleted' && <button class="danger" onClick={() => (isDeleting.value = true)}>{t('delete')}</button>}
      </div>
      {one.failure && <Message tone="error">{one.failure}</Message>}
      {one.cause && <Message tone="error">{one.cause.message}</Message>}
      <Facts of={one} />
      <section class="panel" aria-label={t('resources')}>
        <Resources of={one.resources} />
      </section>
      <section class="panel padded">
        <h2>{t('manifest')}</h2>
        <pre>{yaml}</pre>
      </section>
      {isDeleting.value && <DeleteDialog deployment={one} onClose={() => ((isDeleting.value = false), one.state === 'deleted' && go(link.deployments))} />}
    </>
  );
}

function Facts({ of: one }: { of: Deployment }) {
  return (
    <dl class="facts">
      <div><dt>{t('namespace')}</dt><dd>{one.namespace}</dd></div>
      <div><dt>{t('deployedAt')}</dt><dd>{moments(one.created_at)}</dd></div>
      <div><dt>{t('deployedBy')}</dt><dd>{one.created_by}</dd></div>
      {one.name && <div><dt>{t('label')}</dt><dd>{one.name}</dd></div>}
      {one.deleted_at && <div><dt>{t('deletedAt')}</dt><dd>{moments(one.deleted_at)} {one.deleted_by}</dd></div>}
      <div><dt>{t('state')}</dt><dd>{word(one.state)}</dd></div>
    </dl>
  );
}

/** What became, or would become, of each object. */
export function Resources({ of }: { of: Resource[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('object')}</th>
          <th scope="col">{t('namespace')}</th>
          <th scope="col">{t('outcome')}</th>
          <th scope="col">{t('runs')}</th>
        </tr>
      </thead>
      <tbody>
        {of.map((one) => (
          <tr key={`${one.kind}/${one.namespace}/${one.name}`}>
            <th scope="row">
              <span class="faint">{one.kind}</span> {one.kind === 'Job' && one.namespace ? <a href={link.job(one.namespace, one.name)}>{one.name}</a> : one.name}
              {(one.reason ?? one.cause?.message) && <div class="cause">{one.reason ?? one.cause?.message}</div>}
            </th>
            <td>{one.namespace}</td>
            <td><Status of={one.outcome} /></td>
            <td>{one.status && one.outcome !== 'deleted' && <Status of={one.status} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
