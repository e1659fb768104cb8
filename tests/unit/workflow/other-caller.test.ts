import { describe, expect, test } from 'vitest';
import type { Flow, Intent } from '../../../utils/workflow/state';
import { transition } from '../../../utils/workflow/transition';
import { about, bySms, caller, contact, flows, found, options, otherAbout, otherContact, otherKey, pressed, ready } from './samples';

const after = (flow: Flow, intent: Intent) => transition(flow, pressed(intent));
const byCaller = { ...about, caller };
const searching = after(ready, { name: 'search', text: 'roe' });

describe('a search for the caller', () => {
  test('asks the service, and leaves what is shown as it is', () => {
    expect(searching).toEqual({ flow: { ...ready, search: { text: 'roe' } }, effects: [{ name: 'search_contacts', about, text: 'roe' }] });
  });

  test('takes the answer to its newest question only, and only about its own ticket', () => {
    const newer = after(searching.flow, { name: 'search', text: 'poe' }).flow;
    expect(transition(newer, { name: 'searched', about, text: 'roe', found }).flow).toBe(newer);
    expect(transition(newer, { name: 'searched', about: otherAbout, text: 'poe', found }).flow).toBe(newer);
    expect(transition(newer, { name: 'searched', about, text: 'poe', found }).flow).toEqual({ ...ready, search: { text: 'poe', found } });
  });

  test('that failed says why', () => {
    const step = transition(searching.flow, { name: 'search_failed', about, text: 'roe', trouble: { code: 'unreachable' } });
    expect(step.flow).toEqual({ ...ready, search: { text: 'roe', trouble: { code: 'unreachable' } } });
  });

  test('whose worker died is asked again', () => {
    expect(transition(searching.flow, { name: 'resumed' })).toEqual(searching);
    expect(transition(ready, { name: 'resumed' })).toEqual({ flow: ready, effects: [] });
  });
});

describe('another caller', () => {
  const choosing = flows['ready, contacts found']!;

  test('is looked up with the reason, and every question from then on is about them', () => {
    expect(after(choosing, { name: 'choose_caller', ...caller })).toEqual({ flow: { name: 'looking_up', about: byCaller }, effects: [{ name: 'look_up', about: byCaller }] });
    const sending = after(flows['ready, another caller']!, { name: 'send', ...bySms }).flow;
    expect(sending).toMatchObject({ name: 'sending', about: byCaller });
    const posting = transition(sending, { name: 'page_confirmed', idempotencyKey: otherKey });
    expect(posting.effects).toMatchObject([{ name: 'start', about: byCaller }]);
  });

  test.each([
    ['nobody was searched for', ready, caller.contactId],
    ['they were not found', choosing, 77],
    ['they have no account', choosing, 9],
  ])('is not chosen where %s', (_title, flow, contactId) => {
    expect(after(flow, { name: 'choose_caller', contactId, reason: 'x' })).toEqual({ flow, effects: [] });
  });

  test('an answer about the ticket’s own contact does not serve them, nor theirs the ticket’s', () => {
    const looking: Flow = { name: 'looking_up', about: byCaller };
    expect(transition(looking, { name: 'looked_up', about, options, receivedAt: 1 }).flow).toBe(looking);
    expect(transition({ name: 'looking_up', about }, { name: 'looked_up', about: byCaller, options, receivedAt: 1 }).flow).toEqual({ name: 'looking_up', about });
  });

  test('the same contact for another reason is another question', () => {
    const looking: Flow = { name: 'looking_up', about: byCaller };
    expect(transition(looking, { name: 'looked_up', about: { ...about, caller: { ...caller, reason: 'other' } }, options, receivedAt: 1 }).flow).toBe(looking);
  });

  test('leads back to the ticket’s contact', () => {
    expect(after(flows['ready, another caller']!, { name: 'ticket_contact' })).toEqual({ flow: { name: 'looking_up', about }, effects: [{ name: 'look_up', about }] });
    expect(after(ready, { name: 'ticket_contact' })).toEqual({ flow: ready, effects: [] });
  });

  test('is forgotten with the page that they were chosen on', () => {
    expect(transition(flows['ready, another caller']!, { name: 'page_read', contact: otherContact }).flow).toEqual({ name: 'looking_up', about: otherAbout });
    expect(transition(flows['ready, another caller']!, { name: 'page_read', contact }).flow).toBe(flows['ready, another caller']);
  });
});
