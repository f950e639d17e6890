import { signal } from '@preact/signals';
import { ago, moments } from '../text/time';

const now = signal(Date.now());
setInterval(() => (now.value = Date.now()), 5000);

/** How long ago; the moment itself where one points at it. */
export function Ago({ at }: { at: string }) {
  return <time dateTime={at} title={moments(at)}>{ago(at, Math.max(now.value, Date.parse(at)))}</time>;
}
