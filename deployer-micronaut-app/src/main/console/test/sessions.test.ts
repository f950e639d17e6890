import { describe, expect, it } from 'vitest';
import type { Container, Pod, TerminalSession } from '../src/service/types';
import { chosen } from '../src/sessions/choice';
import { running } from '../src/terminal/running';

const session = (of: Partial<TerminalSession>) => ({ owner: 'ann', job_name: 'load', namespace: 'default', pod_name: 'load-x', container_name: 'main', shell: '/bin/sh', state: 'attached', is_active: true, end_reason: null, ...of }) as TerminalSession;

describe('the list of sessions', () => {
  const open = session({ session_id: '1' });
  const left = session({ session_id: '2', owner: 'bob', state: 'detached' });
  const over = session({ session_id: '3', state: 'ended', is_active: false, end_reason: 'idle' });
  const all = [open, left, over];

  it('has the ended ones where asked for', () => {
    expect(chosen(all, '', false)).toEqual([open, left]);
    expect(chosen(all, '', true)).toEqual(all);
  });

  it('is filtered by words that must all be there, in any case and order', () => {
    expect(chosen(all, ' DEFAULT bob ', true)).toEqual([left]);
    expect(chosen(all, 'idle', true)).toEqual([over]);
    expect(chosen(all, 'bob ann', true)).toEqual([]);
  });
});

const container = (name: string, of: Partial<Container> = {}) => ({ name, init: false, state: 'running', ...of }) as Container;
const pod = (name: string, start_time: string, containers: Container[], terminating = false) => ({ name, start_time, containers, terminating }) as Pod;

describe('the places for a terminal', () => {
  it('are the containers that run, of the newest pod first', () => {
    const pods = [
      pod('old', '2026-01-01T00:00:00Z', [container('side', { init: true }), container('main')]),
      pod('new', '2026-01-02T00:00:00Z', [container('main'), container('done', { state: 'terminated' })]),
      pod('going', '2026-01-03T00:00:00Z', [container('main')], true),
      pod('waiting', '2026-01-04T00:00:00Z', [container('main', { state: 'waiting' })]),
    ];
    expect(running(pods)).toEqual([
      { pod: 'new', containers: ['main'] },
      { pod: 'old', containers: ['main', 'side'] },
    ]);
  });
});
