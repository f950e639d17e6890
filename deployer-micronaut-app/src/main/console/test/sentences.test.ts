import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { END_REASONS } from '../src/terminal/session-end';

const ended = (reason: string, exitCode: number | null = null, message = '') => ({ reason, exitCode, message });

describe.each(['en', 'ko'])('the sentences of terminals in %s', (language) => {
  beforeEach(() => {
    vi.resetModules();
    vi.stubGlobal('navigator', { languages: [language] });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('tell each end in its own words', async () => {
    const { endSentence } = await import('../src/terminal/sentences');
    const told = [...END_REASONS, 'not_found'].map((reason) => endSentence(ended(reason)));
    expect(new Set(told).size).toBe(END_REASONS.length + 1);
    expect(told.filter((one) => /[{}_]/.test(one))).toEqual([]);
    expect(endSentence(ended('exit', 3))).toContain('3');
  });

  it('tell an end that the console does not know in the service’s words', async () => {
    const { endSentence } = await import('../src/terminal/sentences');
    expect(endSentence(ended('moved', null, 'The session moved to another planet'))).toBe('The session moved to another planet');
    expect(endSentence(ended('moved'))).toContain('moved');
  });

  it('tell what stands in the way', async () => {
    const { stateSentence } = await import('../src/terminal/sentences');
    const told = [1000, 4400, 4401, 4403, 4409, 4499].map((code) => stateSentence({ is: 'parted', code }));
    expect(new Set(told).size).toBe(6);
    expect(told.filter((one) => /[{}_]/.test(one))).toEqual([]);
    expect(told.at(-1)).toContain('4499');
  });

  it('tell how much was lost', async () => {
    const { noticeSentence } = await import('../src/terminal/sentences');
    expect(noticeSentence({ of: 'missed', bytes: 4608 })).toContain('4.5 KiB');
    expect(noticeSentence({ of: 'unsent', bytes: 16 << 20 })).toContain('16 MiB');
    expect(noticeSentence({ of: 'service', message: '<b>{reason}</b>' })).toBe('<b>{reason}</b>');
  });
});
