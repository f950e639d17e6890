import { describe, expect, it } from 'vitest';
import { EventParser } from '../src/service/event-parser';

const STREAM = 'retry: 2000\n: open\n\nid: 1\nevent: log\ndata: {"text":"a"}\n\n: ping\n\nid: 7\n\nevent: end\ndata: {}\n\n';

describe('an event stream', () => {
  it('is read the same however it is cut', () => {
    const whole = new EventParser().push(STREAM);
    for (let size = 1; size < 9; size++) {
      const parser = new EventParser();
      const pieces = STREAM.match(new RegExp(`[^]{1,${size}}`, 'g'))!.flatMap((piece) => parser.push(piece));
      expect(pieces).toEqual(whole);
    }
    expect(whole).toEqual([
      { id: '1', type: 'log', data: '{"text":"a"}' },
      { id: '7', type: 'message', data: '' },
      { id: undefined, type: 'end', data: '{}' },
    ]);
  });
});
