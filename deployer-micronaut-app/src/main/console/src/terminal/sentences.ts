import { bytes } from '../text/bytes';
import { END_REASONS, type SessionEnd } from './session-end';
import type { Notice, SocketState } from './session-socket';
import { t } from './text';

/** How a session ended, in a sentence; what a newer service may say, as it says it. */
export function endSentence({ reason, exitCode, message }: SessionEnd): string {
  if (reason === 'exit' && exitCode !== null) return t('end_exit_code', { code: exitCode });
  if (reason === 'not_found') return t('end_not_found');
  const known = END_REASONS.find((one) => one === reason);
  return known ? t(`end_${known}`) : message || t('end_other', { reason });
}

/** How it stands with the way to a session, in a sentence. */
export function stateSentence(state: SocketState): string {
  switch (state.is) {
    case 'connected':
      return t(state.mayOnlyLook ? 'onlooker' : 'connected', { shell: state.shell });
    case 'parted':
      return partedSentence(state.code);
    case 'ended':
      return endSentence(state.end);
    default:
      return t(state.is);
  }
}

const PARTED = [1000, 4400, 4401, 4403, 4409] as const;

function partedSentence(code: number): string {
  const known = PARTED.find((one) => one === code);
  return known ? t(`parted_${known}`) : t('parted_other', { code });
}

export function noticeSentence(notice: Notice): string {
  return notice.of === 'service' ? notice.message : t(notice.of, { size: bytes(notice.bytes) });
}
