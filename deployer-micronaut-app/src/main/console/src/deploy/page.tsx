import { useSignal } from '@preact/signals';
import { Resources } from '../deployments/page';
import { YamlEditor } from '../editor/yaml-editor';
import type { Problem } from '../service/types';
import { Message } from '../ui/message';
import { check, deploy, edited, stage, underWay } from './deploying';
import { draft, SAMPLE } from './draft';
import { Planned } from './planned';
import './deploy.css';
import { t } from './text';

const NONE: Problem['errors'] = [];
const MOST_BYTES = 2 << 20;

/** Where a manifest is written, tried and deployed. */
export function DeployPage() {
  const label = useSignal('');
  const now = stage.value;
  const isBusy = now.is === 'checking' || now.is === 'deploying';
  return (
    <div class="deploy" onKeyDown={(event) => isSubmit(event) && void deploy(label.value)}>
      <div class="bar">
        <h1>{t('title')}</h1>
        <span class="end" />
        <label>{t('namespace')} <input size={14} value={draft.value.namespace} placeholder={t('namespaceHint')} onInput={(event) => (draft.value = { ...draft.value, namespace: event.currentTarget.value.trim() })} /></label>
        <label>{t('label')} <input size={14} value={label} onInput={(event) => (label.value = event.currentTarget.value)} /></label>
        <OpenFile />
        <button onClick={() => edited(SAMPLE)}>{t('sample')}</button>
        <button onClick={() => void check()} aria-disabled={isBusy}>{t('check')}</button>
        <button class="primary" onClick={() => void deploy(label.value)} aria-disabled={isBusy}>{t('deploy')}</button>
      </div>
      <YamlEditor value={draft.value.yaml} label={t('editor')} problems={now.is === 'refused' ? now.problems : NONE} onChange={edited} />
      <p class="faint">{t('keys')}</p>
      <Outcome />
    </div>
  );
}

const isSubmit = (event: KeyboardEvent): boolean => event.key === 'Enter' && (event.ctrlKey || event.metaKey);

function Outcome() {
  const now = stage.value;
  switch (now.is) {
    case 'idle':
      return <></>;
    case 'checking':
      return <Message tone="info">{t('checking')}</Message>;
    case 'checked':
      return (
        <>
          <Message tone="info">{t('would')}</Message>
          <section class="panel"><Planned resources={now.resources} /></section>
        </>
      );
    case 'deploying':
      return (
        <>
          <Message tone="info">{t('deploying')}</Message>
          {underWay.value && <section class="panel"><Resources of={underWay.value.resources} /></section>}
        </>
      );
    case 'refused':
      return (
        <>
          <Message tone="error">{now.detail}</Message>
          {now.problems.length > 0 && <Problems of={now.problems} />}
        </>
      );
  }
}

function Problems({ of }: { of: Problem['errors'] }) {
  return (
    <section class="panel padded" aria-label={t('problems')}>
      <ul class="problems">
        {of.map((one, index) => (
          <li key={index}>
            {one.line !== null && <b>{t('atLine', { line: one.line })} </b>}
            {one.path && <code>{one.path} </code>}
            {one.message}
          </li>
        ))}
      </ul>
    </section>
  );
}

function OpenFile() {
  const failure = useSignal('');
  const read = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    input.value = '';
    if (!file) return;
    failure.value = file.size > MOST_BYTES ? t('tooLarge') : '';
    if (!failure.value) edited(await file.text());
  };
  return (
    <label class="button">
      {t('open')}
      <input class="only-read" type="file" accept=".yaml,.yml,.json" onChange={(event) => void read(event.currentTarget)} />
      {failure.value && <span role="alert" class="cause">{failure}</span>}
    </label>
  );
}
