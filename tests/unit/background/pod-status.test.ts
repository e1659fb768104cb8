import { expect, test } from 'vitest';
import { podStatusOf } from '../../../utils/background/pod-status';
import { emptySnapshot } from '../../../utils/workflow/snapshot';
import { contact, flows } from '../workflow/samples';
import { flowKey, tabId } from './world';

test.each([
  ['live push, waiting', 'waiting'],
  ['live push, answered', 'waiting'],
  ['live push, waiting for a number', 'waiting'],
  ['ended denied on the phone', 'not_verified'],
  ['ended, not asked for', 'not_verified'],
  ['ended approved, inviting', 'verified'],
])('%s: the pod says only %s', (title, status) => {
  const snapshot = { ...emptySnapshot, tabs: { [tabId]: { kind: 'ticket' as const, contact } }, flows: { [flowKey]: flows[title]! } };
  expect(podStatusOf(snapshot, tabId)).toBe(status);
});
