import type { Resource } from '../service/types';
import { t } from './text';

const KNOWN = ['create', 'configure', 'keep', 'replace'] as const;
const TONES = { create: 'good', configure: 'wait', keep: 'quiet', replace: 'bad' };

/** What would become of each object. */
export function Planned({ resources }: { resources: Resource[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('object')}</th>
          <th scope="col">{t('where')}</th>
          <th scope="col">{t('action')}</th>
        </tr>
      </thead>
      <tbody>
        {resources.map((one) => (
          <tr key={`${one.kind}/${one.namespace}/${one.name}`}>
            <th scope="row">
              <span class="faint">{one.kind}</span> {one.name}
              {one.reason && <div class="cause">{one.reason}</div>}
            </th>
            <td>{one.namespace}</td>
            <td><Action of={one.action} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Action({ of }: { of: string }) {
  const known = KNOWN.find((one) => one === of);
  return <span class={`status ${known ? TONES[known] : 'quiet'}`}>{known ? t(known) : of}</span>;
}
