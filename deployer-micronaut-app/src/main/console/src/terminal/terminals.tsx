import type { Pod } from '../service/types';

export function Terminals(_: { namespace: string; job: string; pods: Pod[] }) {
  return <p />;
}
