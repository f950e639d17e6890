import type { ServerEvent } from '../service/event-parser';
import type { LogCapture, Phase } from '../service/types';
import { t } from './text';

/** An entry of a log as it is shown: a line of text, and what is known of it. */
export interface Entry {
  kind: 'line' | 'remark';
  text: string;
  at: string;
  source: string;
}

/** All was told, and how well the log was kept. */
export interface End {
  status: Phase | null;
  sealed: boolean;
  whole: boolean;
  captures: LogCapture[];
}

interface Line {
  pod: string;
  container: string;
  attempt?: number;
  timestamp: string;
  text: string;
}

/** What an event says of a log; undefined where it says nothing of its text. */
export function entryOf(event: ServerEvent): Entry | undefined {
  switch (event.type) {
    case 'log':
      return lineOf(JSON.parse(event.data) as Line);
    case 'gap':
      return gapOf(JSON.parse(event.data) as Line & { reason: string });
    case 'truncated':
      return { kind: 'remark', text: t('truncated', JSON.parse(event.data) as { bytes: number }), at: '', source: '' };
    default:
      return undefined;
  }
}

const lineOf = (line: Line): Entry => ({ kind: 'line', text: oneLine(line.text), at: line.timestamp, source: sourceOf(line) });

const gapOf = (gap: Line & { reason: string }): Entry => ({ kind: 'remark', text: oneLine(t('gap', { reason: gap.reason })), at: gap.timestamp, source: sourceOf(gap) });

/** Where it comes from: one string for all lines of the same. */
function sourceOf({ pod, container, attempt = 0 }: Line): string {
  const name = attempt === 0 ? `${pod}/${container}` : `${pod}/${container} (${attempt + 1})`;
  const known = names.get(name);
  if (known !== undefined) return known;
  if (names.size > 10_000) names.clear();
  names.set(name, name);
  return name;
}

const names = new Map<string, string>();

/** A carriage return within a line ends none of the log's lines. */
const oneLine = (text: string): string => (/[\r\n]/.test(text) ? text.replace(/[\r\n]/g, ' ') : text);
