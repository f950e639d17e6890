import { isStale } from '../service/status';
import { t, word } from './text';

type Tone = 'good' | 'busy' | 'bad' | 'quiet' | 'wait';

const TONES: Record<string, Tone> = {
  running: 'busy',
  completed: 'good',
  deployed: 'good',
  created: 'good',
  configured: 'good',
  unchanged: 'quiet',
  failed: 'bad',
  undone: 'bad',
  left_behind: 'bad',
  pending: 'wait',
  planned: 'wait',
  deleting: 'wait',
};

const SIGNS: Record<Tone, string> = { good: '✓', busy: '▶', bad: '✕', wait: '…', quiet: '–' };

/**
 * A status by colour, sign and word.
 *
 * @param live whether the cluster tells it: then it may be old
 */
export function Status({ of, live = false }: { of: string; live?: boolean }) {
  const stale = live && isStale.value;
  const tone = TONES[of] ?? 'quiet';
  return (
    <span class={`status ${tone}`} title={stale ? t('stale') : undefined}>
      <span class="sign" aria-hidden="true">{SIGNS[tone]}</span>
      {word(of)}
      {stale && <span class="stale" aria-label={t('stale')}>?</span>}
    </span>
  );
}
