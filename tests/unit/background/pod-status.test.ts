import { expect, test } from 'vitest';
import { podStatusOf } from '../../../utils/background/pod-status';
import { PodAnswerSchema, podAnswerAfter } from '../../../utils/messages/answer';
import { emptySnapshot } from '../../../utils/workflow/snapshot';
import type { TabView } from '../../../utils/workflow/snapshot';
import { contact, flows, otherContact } from '../workflow/samples';
import { flowKey, tabId } from './world';

const statusOf = (title: string, view: TabView = { kind: 'ticket', contact }, now = 5000) =>
  podStatusOf({ ...emptySnapshot, tabs: { [tabId]: view }, flows: { [flowKey]: flows[title]! } }, tabId, now);

test.each([
  ['live push, waiting', 'waiting'],
  ['live push, answered', 'waiting'],
  ['live push, waiting for a number', 'waiting'],
  ['ended denied on the phone', 'not_verified'],
  ['ended, not asked for', 'not_verified'],
  ['ended approved, inviting', 'verified'],
  ['ended, counts no more', 'unverified'],
  ['ready, verified', 'verified'],
  ['ready', 'unverified'],
])('%s: the pod says only %s', (title, status) => {
  expect(statusOf(title).status).toBe(status);
});

test.each(['ended approved', 'ready, verified'])('%s: of a success the pod knows how and how long, by whom and for what it does not', (title) => {
  const { verified } = statusOf(title);
  expect(verified).toEqual({ method: 'sms', check: 'compare', agoMs: expect.any(Number), leftMs: expect.any(Number) });
  expect(PodAnswerSchema.parse({ tabId, ...statusOf(title) })).toEqual({ tabId, ...statusOf(title) });
});

test.each(['ended approved', 'ready, verified'])('%s: nothing of it for another contact, for a page that changes, or when its time is over', (title) => {
  const views: TabView[] = [{ kind: 'ticket', contact: otherContact }, { kind: 'settling', ...contact.ticket }];
  for (const view of views) expect(statusOf(title, view)).toEqual({ status: 'unverified' });
  expect(statusOf(title, undefined, 2_000_000)).toEqual({ status: 'unverified' });
});

test('an answer grows old in the pod by itself, and ends in the millisecond in which its time is over', () => {
  const answer = { tabId, status: 'verified' as const, verified: { method: 'sms' as const, check: 'compare' as const, agoMs: 100, leftMs: 60_000 } };
  expect(podAnswerAfter(answer, 59_999)).toEqual({ ...answer, verified: { ...answer.verified, agoMs: 60_099, leftMs: 1 } });
  expect(podAnswerAfter(answer, 60_000)).toEqual({ tabId, status: 'unverified' });
  expect(podAnswerAfter(answer, -5000)).toEqual(answer);
  expect(podAnswerAfter({ tabId, status: 'waiting' }, 99_999_999)).toEqual({ tabId, status: 'waiting' });
});
