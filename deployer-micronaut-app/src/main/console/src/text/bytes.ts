import { language } from './language';

const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** So many bytes, in the greatest unit that fits: 12 B, 4.5 KiB. */
export function bytes(count: number): string {
  const unit = count < 1 ? 0 : Math.min(Math.floor(Math.log2(count) / 10), UNITS.length - 1);
  return `${number.format(count / 1024 ** unit)} ${UNITS[unit]}`;
}
