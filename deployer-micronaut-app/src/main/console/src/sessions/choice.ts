import type { TerminalSession } from '../service/types';

/** Which sessions are shown: those of which each word tells something, and the ended ones only where asked for. */
export function chosen(all: readonly TerminalSession[], words: string, withEnded: boolean): TerminalSession[] {
  const parts = words.toLowerCase().split(/\s+/);
  return all.filter((one) => (withEnded || one.is_active) && parts.every((part) => textOf(one).includes(part)));
}

const textOf = (one: TerminalSession): string =>
  [one.owner, one.job_name, one.namespace, one.pod_name, one.container_name, one.shell, one.state, one.end_reason ?? ''].join(' ').toLowerCase();
