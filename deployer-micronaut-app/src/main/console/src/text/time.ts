import { language, locale } from './language';

const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** Date and time, in the browser's zone. */
export const moments = (iso: string): string => moment.format(new Date(iso));

/** The time of the day, in the browser's zone. */
export const clockTime = (iso: string): string => clock.format(new Date(iso));

/** How long ago, in the greatest unit that fits. */
export function ago(iso: string, now: number): string {
  const seconds = Math.min(0, Math.round((Date.parse(iso) - now) / 1000));
  const [unit, length] = UNITS.find(([, size]) => -seconds >= size) ?? ['second', 1];
  return relative.format(Math.trunc(seconds / length), unit);
}

/** How long it took: 1 h 02 min 03 s, 4.2 s. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60] as const;
  const [hours, minutes, rest] = parts;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${rest} s` : `${rest} s`;
}
