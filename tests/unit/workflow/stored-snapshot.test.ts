import { expect, test } from 'vitest';
import { parseSnapshot } from '../../../utils/workflow/flow-schema';
import { type Snapshot, emptySnapshot } from '../../../utils/workflow/snapshot';
import { about, contact, flows, key, live, options, typed } from './samples';

const whole: Snapshot = {
  access: { kind: 'signed_in' },
  technician: 'Alex',
  tenant: 'MSP',
  serviceOrigin: 'https://verify.example',
  cloud: 'withdrawn',
  hosts: [{ origin: 'https://cw.acme.example', state: 'granted' }],
  poppedOut: { 1: 7 },
  podHidden: true,
  tabs: { 7: { kind: 'ticket', contact }, 8: { kind: 'settling', host: 'na.myconnectwise.net', number: '1' } },
  typed: { 9: '4711' },
  flows,
};

test('what was stored comes back as it was', () => {
  expect(parseSnapshot(structuredClone(whole))).toEqual(whole);
});

test.each([undefined, null, 7, 'x', [], {}, { tabs: [] }])('%j is no snapshot: an empty one', (stored) => {
  expect(parseSnapshot(stored)).toEqual(emptySnapshot);
});

test('a flow that does not parse is dropped, and the others stay', () => {
  const broken = { ...structuredClone(whole), flows: { bad: { name: 'ended', about, received: { verification: { status: 'approved' } } }, good: flows['ready'] } };
  expect(parseSnapshot(broken)).toEqual({ ...whole, flows: { good: flows['ready'] } });
});

test('a verification from before it said when the next try may be made is dropped: the service is asked for it again', () => {
  const { nextTryAt: _, ...older } = typed.verification;
  const stored = { ...whole, flows: { ...flows, older: { ...live, received: { ...typed, verification: older } } } };
  expect(parseSnapshot(stored)).toEqual(whole);
});

test('what was stored before there was a phone app is dropped, also a choice without who called', () => {
  const { direction: _direction, answeredAt: _answeredAt, number: _number, canInvite: _canInvite, ...older } = live.received.verification;
  const { flaggedAt: _flaggedAt, ...olderOptions } = options;
  const last = { method: 'sms', action: null };
  const stored = {
    'live before': { ...live, received: { ...live.received, verification: older } },
    'ready before': { name: 'ready', about, options: olderOptions },
    'chosen before': { name: 'ready', about, options, last },
    'sending before': { name: 'sending', about, options, request: { ...last, idempotencyKey: key }, step: 'posting' },
  };
  expect(parseSnapshot({ ...whole, flows: { ...flows, ...stored } })).toEqual(whole);
});

test('an unknown access counts as not known yet', () => {
  expect(parseSnapshot({ ...whole, access: { kind: 'administrator' } }).access).toEqual({ kind: 'starting' });
});
