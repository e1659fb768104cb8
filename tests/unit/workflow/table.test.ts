import { describe, expect, test } from 'vitest';
import { FlowSchema } from '../../../utils/workflow/flow-schema';
import type { Flow, FlowEvent } from '../../../utils/workflow/state';
import { transition } from '../../../utils/workflow/transition';
import { bySms, caller, events, flows, key, otherKey } from './samples';

const pushed = { name: 'send', method: 'push', action: 'mfa_reset', direction: 'outbound', check: 'none' };
/** The ends after which something else may be sent. */
const goOn = ['expired', 'failed'];

const bySmsPress = `intent ${values({ name: 'send', ...bySms })}`;
const bySmsOrPush = { [bySmsPress]: 'sending', [`intent ${values(pushed)}`]: 'sending' };
const lookAgain = { 'intent look_up': 'looking_up', [`intent look_up ${customer()}`]: 'looking_up' };
const choose = { [`intent ${values({ name: 'choose_caller', ...caller })}`]: 'looking_up' };
/** What leads on while nothing may be sent. */
const stopped = { ...lookAgain, 'looked up, live': 'looking_up', 'another page': 'looking_up' };

/** What a pair leads to where it leads anywhere else; every pair that is not listed must leave the flow as it is named. */
const leads: Record<string, Record<string, string>> = {
  looking_up: { 'looked up': 'ready', 'looked up, verified': 'ready', 'looked up, doubted': 'ready', 'looked up, live': 'live', 'look-up failed': 'not_found' },
  not_found: { 'another page': 'looking_up', ...lookAgain },
  ready: { ...stopped, ...bySmsOrPush },
  stopped,
  reading_page: { 'another page': 'looking_up', 'page confirmed': 'sending', 'page differs': 'ready' },
  posting: {
    started: 'live',
    'started, approved already': 'ended',
    'start refused': 'ready',
    'start refused, ambiguous': 'not_found',
    'start refused, no contact': 'not_found',
    'start refused, live': 'looking_up',
    'start refused, day over': 'looking_up',
    'start refused, method gone': 'looking_up',
    'start refused, doubted': 'looking_up',
    'start lost': 'send_lost',
  },
  send_lost: { 'intent send_again': 'sending', 'intent give_up': 'looking_up', started: 'live', 'started, approved already': 'ended' },
  live: { 'streamed denied': 'ended', 'streamed approved': 'ended', 'answered approved': 'ended', 'read again, note written': 'ended', 'stream gone': 'looking_up' },
  ended: { 'intent finish': 'looking_up' },
  leadsOn: { 'intent finish': 'looking_up', ...bySmsOrPush },
  'looking up with a customer': { 'looked up for a customer': 'ready' },
  'not found, contacts found': { ...lookAgain, ...choose },
  'ready, changed lately': { ...stopped, [`intent ${values(pushed)}`]: 'sending' },
  'ready, contacts found': { ...stopped, ...bySmsOrPush, ...choose },
  'ready, another caller': { ...lookAgain, ...bySmsOrPush, 'another page': 'looking_up', 'intent ticket_contact': 'looking_up' },
  'typed, looking up': { 'looked up by number': 'ready' },
  'typed, ready': { ...lookAgain, ...bySmsOrPush },
};
/** A second technician has not confirmed to this one all that speaks against the contact. */
const stoppedTitles = [
  'ready, doubted', 'ready, asking a second technician', 'ready, waiting for a second technician', 'ready, no longer waiting', 'ready, refused', 'ready, confirming',
  'ready, confirmed for less than speaks against it', 'ready, confirmed for somebody else', 'ready, asked by somebody else',
];

function values(intent: object): string {
  return Object.values(intent).join(' ');
}

function customer(): string {
  const event = events.find(({ event: one }) => one.name === 'intent' && one.intent.name === 'look_up' && one.intent.customerId)?.event;
  return event?.name === 'intent' && event.intent.name === 'look_up' ? (event.intent.customerId ?? '') : '';
}

function rowOf(title: string, flow: Flow): Record<string, string> {
  return leads[title] ?? leads[stoppedTitles.includes(title) ? 'stopped' : rowNameOf(flow)] ?? {};
}

function rowNameOf(flow: Flow): string {
  if (flow.name === 'sending') return flow.step;
  if (flow.name !== 'ended') return flow.name;
  const { status, endReason } = flow.received.verification;
  return goOn.includes(status) || endReason === 'too_many_attempts' ? 'leadsOn' : 'ended';
}

function approved(flow: Flow): boolean {
  return flow.name === 'ended' && flow.received.verification.status === 'approved';
}

function keysOf(event: FlowEvent): string[] {
  return 'idempotencyKey' in event ? [event.idempotencyKey] : [];
}

describe.each(Object.entries(flows))('%s', (flowTitle, flow) => {
  test.each(events)('$title: leads where the table says, to a flow that can be stored', ({ title, event }) => {
    const before = structuredClone(flow);
    const step = transition(flow, event);
    expect(step.flow.name).toBe(rowOf(flowTitle, flow)[title] ?? flow.name);
    expect(FlowSchema.parse(structuredClone(step.flow))).toEqual(step.flow);
    expect(flow).toEqual(before);
  });

  test.each(events)('$title: approves nothing that the service has not approved', ({ event, approves }) => {
    const step = transition(flow, event);
    expect(approved(step.flow) && !approved(flow)).toBe(approved(step.flow) && !approved(flow) && approves === true);
  });

  test.each(events)('$title: starts a verification only after the page was confirmed, as the same SEND again, or where the number was typed', ({ event }) => {
    const step = transition(flow, event);
    const starts = step.effects.filter((effect) => effect.name === 'start');
    if (starts.length === 0) return expect(starts).toEqual([]);
    expect(starts).toEqual([{ name: 'start', about: flow.about, request: 'request' in step.flow ? step.flow.request : undefined }]);
    const confirmed = event.name === 'page_confirmed' && keysOf(event)[0] === key;
    const again = event.name === 'intent' && event.intent.name === 'send_again' && flow.name === 'send_lost';
    const resumed = event.name === 'resumed' && flow.name === 'sending' && flow.step === 'posting';
    // No page was read that could have changed.
    const typed = event.name === 'intent' && event.intent.name === 'send' && !('contact' in flow.about);
    expect([confirmed, again, resumed, typed]).toContain(true);
  });

  test.each(events)('$title: an effect on a verification names the one that the flow shows', ({ event }) => {
    const step = transition(flow, event);
    for (const effect of step.effects) {
      if (!('id' in effect)) continue;
      expect('received' in step.flow && step.flow.received.verification.id).toBe(effect.id);
    }
    expect(step.effects.length).toBeLessThanOrEqual(2);
  });
});

test('a new SEND has a new key, and the same SEND keeps its own', () => {
  const sent = transition(flows['ready']!, { name: 'intent', intent: { name: 'send', ...bySms }, idempotencyKey: otherKey });
  const again = transition(flows['send lost']!, { name: 'intent', intent: { name: 'send_again' }, idempotencyKey: otherKey });
  expect(sent.flow).toMatchObject({ request: { idempotencyKey: otherKey } });
  expect(again.flow).toMatchObject({ request: { idempotencyKey: key } });
});
