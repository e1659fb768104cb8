import { describe, expect, test } from 'vitest';
import type { PhoneRequest } from '#contract/phone';
import { formatCountdown, localTime, remaining } from '../../../service/selfserve/state/clock';
import { findScene } from '../../../service/selfserve/state/request-scene';
import { noRequests, transition } from '../../../service/selfserve/state/requests';
import type { Requests, RequestsEvent } from '../../../service/selfserve/state/requests';
import { over, phoneNow, received, request, serviceNow, terms } from '../../support/gallery/phone-samples';

const id = terms.verification;
const other = (changes: Partial<PhoneRequest> = {}) => request(changes, { verification: 'another' });
const listed = (requests: PhoneRequest[], now = serviceNow): RequestsEvent => ({ type: 'listed', requests, now, at: phoneNow });
const after = (...events: RequestsEvent[]): Requests => events.reduce(transition, noRequests);
const kindOf = (state: Requests, now = phoneNow) => findScene(state, now)?.kind;

describe('which request is in front', () => {
  test('one that waits alone comes by itself: there is less than a minute', () => {
    expect(kindOf(after(listed([request(), over({}, { verification: 'old' })])))).toBe('ask');
  });

  test('of two the person chooses', () => {
    const state = after(listed([request(), other()]));
    expect(findScene(state, phoneNow)).toBeUndefined();
    expect(findScene(transition(state, { type: 'opened', id: 'another', reporting: false }), phoneNow)?.request.terms.verification).toBe('another');
  });

  test('one that is over, or whose time is over, comes never by itself', () => {
    expect(findScene(after(listed([over({})])), phoneNow)).toBeUndefined();
    expect(findScene(after(listed([request({}, { expiresAt: serviceNow })])), phoneNow)).toBeUndefined();
  });

  test('the one in front stays when another one comes, and shows its result until it was read', () => {
    const state = after(listed([request()]), listed([other(), over({ status: 'approved' })]));
    expect(kindOf(state)).toBe('result');
    expect(findScene(transition(state, { type: 'closed' }), phoneNow)).toBeUndefined();
  });

  test('the one that comes to the front by itself asks, although the one before was open to be reported', () => {
    const state = after(listed([over({})]), { type: 'opened', id: over({}).terms.verification, reporting: true }, listed([other()]));
    expect(state).toMatchObject({ openId: 'another', reporting: false });
  });

  test('after the result was read, one that waits comes to the front', () => {
    const state = after(listed([over({ status: 'approved' })]), { type: 'closed' }, listed([other()]));
    expect(findScene(state, phoneNow)?.request.terms.verification).toBe('another');
  });
});

describe('what it shows', () => {
  test.each([
    [request(), 'ask'],
    [request({ check: 'number' }), 'ask'],
    [request({ check: 'compare', answeredAt: serviceNow, code: '493201' }), 'read_code'],
    [request({ check: 'typed', answeredAt: serviceNow }), 'waiting'],
    [request({}, { expiresAt: serviceNow }), 'late'],
    [over({ status: 'approved' }), 'result'],
    [over({ status: 'expired' }), 'result'],
  ] as const)('%#', (shown, kind) => {
    expect(kindOf(after(listed([shown]), { type: 'opened', id, reporting: false }))).toBe(kind);
  });

  test('its deadline is the service’s, whatever the phone’s clock says', () => {
    const state = after(listed([request()]));
    expect(findScene(state, phoneNow)?.remainingMs).toBe(42_000);
    expect([kindOf(state, phoneNow + 41_999), kindOf(state, phoneNow + 42_000)]).toEqual(['ask', 'late']);
    expect(findScene(state, phoneNow - 3_600_000)?.remainingMs).toBe(42_000);
  });
});

describe('an answer', () => {
  const sending = after(listed([request()]), { type: 'answering', id, decision: 'approve' }, { type: 'signed' });

  test('is on its way from the press on, and says when it has to be tried again', () => {
    expect(findScene(sending, phoneNow)?.sending).toEqual({ id, decision: 'approve', step: 'sending' });
    expect(findScene(transition(sending, { type: 'not_delivered_yet' }), phoneNow)?.sending?.step).toBe('retrying');
  });

  test('that took effect shows what the service says now', () => {
    const state = transition(sending, { type: 'answered', request: request({ answeredAt: serviceNow, code: '493201', check: 'compare' }), at: phoneNow });
    expect([kindOf(state), state.sending]).toEqual(['read_code', undefined]);
  });

  test('is not undone by a list that left the service before it', () => {
    const answered = transition(sending, { type: 'answered', request: over({ status: 'approved', now: serviceNow + 500 }), at: phoneNow });
    expect(kindOf(transition(answered, listed([request()], serviceNow + 400)))).toBe('result');
    expect(kindOf(transition(answered, listed([request()], serviceNow + 600)))).toBe('ask');
  });

  test('that was refused can be given again, and a new one clears the words', () => {
    const refused = transition(sending, { type: 'refused', id, why: { code: 'not_confirmed' } });
    expect([findScene(refused, phoneNow)?.refusal, refused.sending]).toEqual([{ code: 'not_confirmed' }, undefined]);
    expect(findScene(transition(refused, { type: 'answering', id, decision: 'deny' }), phoneNow)?.refusal).toBeUndefined();
  });

  test('to one request says nothing about another', () => {
    const state = after(listed([request(), other()]), { type: 'opened', id: 'another', reporting: false }, { type: 'answering', id, decision: 'deny' });
    expect(findScene(state, phoneNow)?.sending).toBeUndefined();
  });
});

test('a question without an answer leaves what is known', () => {
  const state = after(listed([request()]), { type: 'unanswered', trouble: { code: 'unreachable' } });
  expect([kindOf(state), state.trouble]).toEqual(['ask', { code: 'unreachable' }]);
  expect(transition(state, listed([request()])).trouble).toBeUndefined();
});

test('times are the service’s, shown by the phone’s clock', () => {
  const list = received({ now: serviceNow });
  expect(remaining(list, serviceNow + 5_000, phoneNow + 2_000)).toBe(3_000);
  expect(remaining(list, serviceNow - 1, phoneNow)).toBe(0);
  expect(localTime(list, serviceNow - 60_000)).toBe(phoneNow - 60_000);
  expect([59_001, 60_000, 1, 0].map(formatCountdown)).toEqual(['1:00', '1:00', '0:01', '0:00']);
});
