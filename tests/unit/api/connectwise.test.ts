import { expect, test } from 'vitest';
import { caller, exception, exceptionId, found, id, verificationWith } from '../workflow/samples';
import { createWorld, problem } from './fake-service';

const signedIn = { token: 'old' };

test('a search for the caller names the ticket and what was typed', async () => {
  const { api, seen } = await createWorld({ '/v1/contacts/search': () => Response.json(found) }, signedIn);
  expect(await api.searchContacts({ ticketNumber: '4711', text: 'roe' })).toEqual({ ok: true, value: found });
  expect(seen[0]!.body).toEqual({ ticketNumber: '4711', text: 'roe' });
});

test('an exception is asked for with all that it is to cover, and its answer is read', async () => {
  const { api, seen } = await createWorld({ '/v1/exceptions': () => Response.json(exception, { status: 201 }) }, signedIn);
  const body = { ticketNumber: '4711', caller, doubts: ['page_differs' as const], reason: 'married' };
  expect(await api.askException(body)).toEqual({ ok: true, value: exception });
  expect(seen[0]!.body).toEqual(body);
});

test('a second technician’s answer names the exception in its address', async () => {
  const { api, seen } = await createWorld({ [`/v1/exceptions/${exceptionId}/decision`]: () => Response.json({ ...exception, state: 'refused', secondBy: 'Sam' }) }, signedIn);
  expect(await api.decideException(exceptionId, 'refuse')).toMatchObject({ ok: true, value: { state: 'refused', secondBy: 'Sam' } });
  expect(seen[0]!.body).toEqual({ decision: 'refuse' });
});

test('a verification is read again as it stands', async () => {
  const written = verificationWith({ status: 'approved', code: null, note: { state: 'written', reason: null } });
  const { api } = await createWorld({ [`/v1/verifications/${id}`]: () => Response.json(written) }, signedIn);
  expect(await api.read(id)).toEqual({ ok: true, value: written });
});

test('why ConnectWise does not answer is passed on, and no other detail', async () => {
  const answers = [problem('connectwise_unavailable', { detail: 'keys_refused' }), problem('connectwise_unavailable', { detail: 'full_moon' }), problem('not_connected', { detail: 'busy' })];
  const { api } = await createWorld({ '/v1/contacts/resolve': answers.map((answer) => () => answer) }, signedIn);
  expect(await api.resolve({ ticketNumber: '4711' })).toEqual({ ok: false, trouble: { code: 'connectwise_unavailable', connectwise: 'keys_refused' } });
  expect(await api.resolve({ ticketNumber: '4711' })).toEqual({ ok: false, trouble: { code: 'connectwise_unavailable' } });
  expect(await api.resolve({ ticketNumber: '4711' })).toEqual({ ok: false, trouble: { code: 'not_connected' } });
});
