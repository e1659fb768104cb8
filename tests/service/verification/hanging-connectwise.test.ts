import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answerSeconds, connectwiseSeconds } from '#contract/numbers';
import type { Connectwise, PersonRecord, TicketRecord } from '../../../service/src/connectwise/types.ts';
import type { Store } from '../../../service/src/store/store.ts';
import { locate } from '../../../service/src/verification/locate.ts';
import type { Result } from '../../../service/src/verification/result.ts';
import { searchContacts } from '../../../service/src/verification/search-contacts.ts';
import { connectionFor } from '../store/connectwise-fixture.ts';
import { host, request } from './harness.ts';

const company = { id: 7, name: 'Acme' };
const ticket: TicketRecord = { id: 4711, kind: 'service', company, contactId: 501, copiedName: null, copiedEmail: null };
const record: PersonRecord = { id: 501, name: 'Jo Doe', firstName: 'Jo', lastName: 'Doe', company, isInactive: false, emails: ['jo@acme.example'], phones: [] };
const tenant = { id: 'tenant', name: 'Harbor IT' };
const { contact } = request({ number: '4711' });

/** A ConnectWise that takes so many seconds for each answer. */
function slow(seconds: { ticket: number; contact: number }) {
  const after = async <T>(wait: number, value: T) => {
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
    return { ok: true as const, value };
  };
  const connectwise = { readTicket: () => after(seconds.ticket, ticket), readContact: () => after(seconds.contact, record), searchContacts: () => after(seconds.contact, [record]) };
  const store = { findConnection: async () => connectionFor({ tenant } as never, { site: host }) };
  return { connectwise: connectwise as unknown as Connectwise, store: store as unknown as Store };
}

/** What is known by the time that is given to ConnectWise, and a little: undefined where nobody has an answer yet. */
async function byThen<T>(asked: Promise<Result<T>>): Promise<Result<T> | undefined> {
  let known: Result<T> | undefined;
  void asked.then((result) => { known = result; });
  await vi.advanceTimersByTimeAsync(connectwiseSeconds * 1000 + 10);
  return known;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a technician’s browser has an answer before it gives up', () => expect(connectwiseSeconds).toBeLessThanOrEqual(answerSeconds - 2));

test.each([
  ['that does not answer', { ticket: 60, contact: 60 }, null],
  ['that is slow twice', { ticket: 5, contact: 5 }, ticket],
])('a ConnectWise %s counts as one that did not answer, in time for the technician', async (_, seconds, read) => {
  const known = await byThen(locate(slow(seconds), tenant.id, { contact }));
  expect(known).toMatchObject({ ok: true, value: { contact, evidence: { ticket: read, record: null } } });
});

test('one that is slow, but not too slow, is believed', async () => {
  expect(await byThen(locate(slow({ ticket: 3, contact: 3 }), tenant.id, { contact }))).toMatchObject({ ok: true, value: { evidence: { ticket, record } } });
});

test('a typed number, another caller and a search are told in time that it does not answer', async () => {
  const unavailable = { ok: false, refusal: { code: 'connectwise_unavailable', detail: 'unreachable' } };
  expect(await byThen(locate(slow({ ticket: 60, contact: 0 }), tenant.id, { ticketNumber: '4711' }))).toEqual(unavailable);
  expect(await byThen(locate(slow({ ticket: 1, contact: 60 }), tenant.id, { contact, caller: { contactId: 502, reason: 'his assistant' } }))).toEqual(unavailable);
  const deps = { ...slow({ ticket: 4, contact: 4 }), now: () => 0, codeKey: new Uint8Array(32), configured: new Set(), kick: () => undefined } as never;
  expect(await byThen(searchContacts(deps, { tenant, technician: { id: 't', tenantId: tenant.id, name: 'Alex', role: 'technician' } } as never, { contact, text: 'jo' }))).toEqual(unavailable);
});
