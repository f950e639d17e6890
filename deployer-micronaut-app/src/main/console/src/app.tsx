import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { DeploymentList } from './deployments/list';
import { DeploymentPage } from './deployments/page';
import { link, route, type Route } from './route';
import { connection, followDeployments } from './service/deployments';
import { followStatus, serviceStatus } from './service/status';
import { forgetToken, giveToken, isToken, isTokenAsked, token } from './service/token';
import { t } from './text';
import { Message } from './ui/message';

/** The whole console; begins anew where another token is given. */
export function App() {
  if (isTokenAsked.value) return <SignIn />;
  return <Console key={token.value} />;
}

function Console() {
  useEffect(followDeployments, []);
  useEffect(followStatus, []);
  useEffect(() => void (document.title = titleOf(route.value)), [route.value]);
  return (
    <>
      <a class="skip" href="#content" onClick={toContent}>{t('toContent')}</a>
      <Header />
      <Banners />
      <main id="content" tabIndex={-1}>
        <View of={route.value} />
      </main>
    </>
  );
}

const NAME = 'Benchmark Deployer';

function titleOf(of: Route): string {
  switch (of.view) {
    case 'job':
      return `${of.job} – ${NAME}`;
    case 'deployment':
    case 'deployments':
      return `${t('deployments')} – ${NAME}`;
    default:
      return `${t(of.view)} – ${NAME}`;
  }
}

/** The fragment is the route's: it must not change. */
function toContent(event: Event): void {
  event.preventDefault();
  document.getElementById('content')!.focus();
}

function Header() {
  const { view } = route.value;
  const at = (...views: Route['view'][]) => (views.includes(view) ? 'page' : undefined);
  return (
    <header>
      <a class="brand" href={link.deployments}>{NAME}</a>
      <nav aria-label={t('navigation')}>
        <a href={link.deployments} aria-current={at('deployments', 'deployment', 'job')}>{t('deployments')}</a>
        <a href={link.deploy} aria-current={at('deploy')}>{t('deploy')}</a>
        <a href={link.sessions} aria-current={at('sessions')}>{t('sessions')}</a>
      </nav>
      <span class="aside">
        {!token.value && <a href="docs">{t('routes')}</a>}
        <span class="version">{serviceStatus.value?.version}</span>
        {token.value && <button class="plain" onClick={forgetToken}>{t('signOut')}</button>}
      </span>
    </header>
  );
}

function Banners() {
  const status = serviceStatus.value;
  return (
    <div class="banners">
      {connection.value === 'lost' && <Message tone="error">{t('lost')}</Message>}
      {status && !status.database_connected && <Message tone="error">{t('noDatabase')}</Message>}
      {status && !status.kubernetes_connected && <Message tone="error">{t('noCluster')}</Message>}
      {status?.cluster === 'embedded' && <Message tone="info">{t('embedded')}</Message>}
      {status?.warnings.map((warning) => <Message key={warning} tone="warning">{warning}</Message>)}
    </div>
  );
}

function View({ of }: { of: Route }) {
  switch (of.view) {
    case 'deployments':
      return <DeploymentList />;
    case 'deployment':
      return <DeploymentPage key={of.id} id={of.id} />;
    case 'deploy':
      return <Later key="deploy" load={() => import('./deploy/page').then((it) => it.DeployPage)} with={{}} />;
    case 'job':
      return <Later key={`${of.namespace}/${of.job}`} load={() => import('./job/page').then((it) => it.JobPage)} with={of} />;
    case 'sessions':
      return <Later key="sessions" load={() => import('./sessions/page').then((it) => it.SessionsPage)} with={{}} />;
  }
}

/** A view whose code is loaded when it is first shown: the editors and terminals are most of all code. */
function Later<P extends object>({ load, with: properties }: { load: () => Promise<ComponentType<P>>; with: P }) {
  const [Loaded, setLoaded] = useState<ComponentType<P>>();
  const [failure, setFailure] = useState(false);
  useEffect(() => void load().then((view) => setLoaded(() => view), () => setFailure(true)), []);
  if (failure) {
    return (
      <Message tone="error">
        {t('loadFailed')} <button onClick={() => location.reload()}>{t('reload')}</button>
      </Message>
    );
  }
  return Loaded ? <Loaded {...properties} /> : <p class="loading" aria-busy="true">…</p>;
}

function SignIn() {
  const isWrong = useSignal(token.value !== '');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const given = String(new FormData(event.target as HTMLFormElement).get('token')).trim();
    if (isToken(given)) giveToken(given);
    else isWrong.value = true;
  };
  return (
    <main class="sign-in">
      <h1>{NAME}</h1>
      <p>{t('tokenAsked')}</p>
      {isWrong.value && <Message tone="error">{t('wrongToken')}</Message>}
      <form onSubmit={submit}>
        <label>
          {t('token')}
          <input name="token" type="password" autocomplete="current-password" required autofocus />
        </label>
        <button class="primary">{t('signIn')}</button>
      </form>
    </main>
  );
}
