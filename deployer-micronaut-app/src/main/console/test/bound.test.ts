import { describe, expect, it } from 'vitest';
import { excess } from '../src/log/bound';

const lines = (count: number, length: number) => Array.from({ length: count }, () => ({ text: 'x'.repeat(length) }));

describe('what goes for what comes', () => {
  it('is nothing while there is room for both lines and characters', () => {
    expect(excess(lines(5, 10), 50, lines(5, 10), { lines: 10, characters: 100 })).toBe(0);
  });

  it('is as many lines as are too many', () => {
    expect(excess(lines(9, 10), 90, lines(3, 10), { lines: 10, characters: 1000 })).toBe(2);
  });

  it('is as many of the oldest as hold the characters that are too many', () => {
    expect(excess(lines(9, 10), 90, lines(1, 35), { lines: 100, characters: 100 })).toBe(3);
  });

  it('is all that stand there where what comes is too much by itself', () => {
    expect(excess(lines(4, 10), 40, lines(1, 200), { lines: 100, characters: 100 })).toBe(4);
  });
});
