import { describe, expect, test } from 'vitest';
import { transition } from '../../../utils/workflow/transition';
import { flows, otherKey } from './samples';

describe('the ticket note of a result', () => {
  const waiting = flows['ended approved, note waiting']!;
  const read = (changes: object) => {
    if (waiting.name !== 'ended') throw new Error('no result');
    const { verification } = waiting.received;
    return transition(waiting, { name: 'verification', received: { verification: { ...verification, ...changes }, receivedAt: 9 } }).flow;
  };

  test('is taken over, and nothing else of an ended verification', () => {
    const note = { state: 'written', reason: null } as const;
    if (waiting.name !== 'ended') throw new Error('no result');
    expect(read({ note, now: 9000, status: 'denied', receipt: 'other', verifiedUntil: 1 })).toEqual({ ...waiting, received: { ...waiting.received, verification: { ...waiting.received.verification, note } } });
  });

  test('is left as it is by the same news, older news, and another verification', () => {
    expect(read({ now: 9000 })).toBe(waiting);
    expect(read({ note: { state: 'written', reason: null }, now: 1 })).toBe(waiting);
    expect(read({ note: { state: 'written', reason: null }, now: 9000, id: otherKey })).toBe(waiting);
  });
});
