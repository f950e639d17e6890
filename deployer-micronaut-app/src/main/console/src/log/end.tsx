import { Message } from '../ui/message';
import { word } from '../ui/text';
import type { End } from './entry';
import { t } from './text';

/** How a log ended: the job's status, the exit codes, and whether anything is missing. */
export function LogEnd({ of: end }: { of: End }) {
  const codes = end.captures.filter((one) => one.exit_code !== null && one.exit_code !== 0);
  const holes = end.captures.filter((one) => one.state === 'gapped' || one.state === 'lost');
  return (
    <Message tone={end.whole ? 'info' : 'warning'}>
      {t('ended', { status: word(end.status ?? 'unknown') })} {end.whole ? t('whole') : t('notWhole')}
      <ul>
        {holes.map((one) => <li key={`${one.pod}/${one.container}/${one.attempt}`}>{one.pod}/{one.container}: {one.reason}</li>)}
        {codes.map((one) => <li key={`${one.pod}/${one.container}/${one.attempt}=`}>{t('exit', { source: `${one.pod}/${one.container}`, code: one.exit_code! })}</li>)}
      </ul>
    </Message>
  );
}
