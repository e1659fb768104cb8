import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changedDestinationSeconds, exceptionSeconds } from '#contract/numbers';
import { confirmed, createConnected } from './connected.ts';
import type { About, Connected } from './connected.ts';
import { host, refusal, seconds, value } from './harness.ts';

/** A technician goes on in spite of doubts only with a reason, and only after a second one confirmed. */

let house: Connected;
beforeEach(async () => { house = await createConnected(); });
afterEach(() => house.close());

/** The page of a poisoned ticket: its address is none of Jo's. */
const poisoned = { page: { email: 'jo@evil.example' } } satisfies About;
const entries = async (...types: string[]) => (await house.audit()).filter(({ type }) => types.includes(type));
const asked = async (about: About = poisoned) => value(await house.ask(['page_differs'], about)).id;

describe('what a technician asks for', () => {
  test('names what stands against the contact, and is seen by whoever opens the ticket', async () => {
    const exception = value(await house.ask(['page_differs'], poisoned));
    const expected = { doubts: ['page_differs'], reason: 'I know the voice', state: 'asked', yours: true, askedBy: 'Alex', secondBy: null, askedAt: house.clock.now, expiresAt: house.clock.now + seconds(exceptionSeconds) };
    expect(exception).toMatchObject(expected);
    expect(value(await house.resolve(poisoned)).exception).toEqual(exception);
    for (const about of [{}, { page: null }, poisoned]) expect(value(await house.resolve(about, house.bea)).exception).toEqual({ ...exception, yours: false });
    expect(await entries('exception_asked')).toMatchObject([{ technicianId: house.alex.technician.id, details: { exceptionId: exception.id, doubts: ['page_differs'], reason: 'I know the voice', ticketHost: host, ticketNumber: '4711', contactId: 501 } }]);
  });

  test('must be all that stands, and nothing that does not', async () => {
    house.api.records.editContact(501, { inactiveFlag: true });
    const standing = { ok: false, refusal: { code: 'contact_doubted', doubts: ['page_differs', 'contact_inactive'] } };
    expect(await house.ask(['page_differs'], poisoned)).toEqual(standing);
    expect(await house.ask(['page_differs', 'contact_inactive', 'company_differs'], poisoned)).toEqual(standing);
    expect(await house.ask(['page_differs', 'contact_inactive', 'changed_recently'], poisoned)).toEqual(standing);
    expect(refusal(await house.ask(['contact_inactive', 'page_differs', 'page_differs'], poisoned))).toBe('accepted');
    expect(await house.ask(['page_differs'])).toEqual({ ok: false, refusal: { code: 'contact_doubted', doubts: ['contact_inactive'] } });
  });

  test('is refused where no contact is found', async () => {
    expect(refusal(await house.ask(['page_differs'], { number: '4999' }))).toBe('ticket_unknown');
    expect(refusal(await house.ask(['page_differs'], { caller: { contactId: 503, reason: 'x' } }))).toBe('caller_not_found');
  });

  test('opens nothing by itself, nor when it is refused', async () => {
    const id = await asked();
    expect(refusal(await house.press(poisoned))).toBe('contact_doubted');
    expect(value(await house.decideException(id, 'refuse'))).toMatchObject({ state: 'refused', secondBy: 'Bea', yours: false });
    expect(refusal(await house.press(poisoned))).toBe('contact_doubted');
    expect(value(await house.resolve(poisoned)).exception).toMatchObject({ state: 'refused', secondBy: 'Bea' });
    expect(await entries('exception_refused')).toMatchObject([{ technicianId: house.bea.technician.id, details: { exceptionId: id, askedBy: house.alex.technician.id } }]);
    expect(await house.waiting()).toBe(0);
  });
});

describe('once a second technician confirmed', () => {
  test('the message goes to the account, never to what the page says; SEND and result say in spite of what', async () => {
    const { id: exceptionId } = await confirmed(house, ['page_differs'], poisoned);
    const { id } = value(await house.press(poisoned));
    const { verificationId } = await house.deliver();
    expect((await house.store.readLetter(house.tenant.id, verificationId))?.account.email).toBe('jo@acme.example');
    expect(value(await house.verifications.decide(house.alex, id, 'approve')).assurance).toEqual(['address-only', 'technician-attested', 'exception']);
    const [confirmedEntry, queued, approved] = await entries('exception_confirmed', 'send_queued', 'approved');
    expect(confirmedEntry).toMatchObject({ technicianId: house.bea.technician.id, details: { exceptionId, doubts: ['page_differs'] } });
    expect(queued).toMatchObject({ type: 'send_queued', details: { exceptionId, contactId: 501, doubts: ['page_differs'] } });
    expect(approved).toMatchObject({ details: { exceptionId, contactId: 501 } });
  });

  test('it is not said where it was not needed', async () => {
    await confirmed(house, ['page_differs'], poisoned);
    const { id } = value(await house.press());
    expect(await house.store.findVerification(house.tenant.id, id)).toMatchObject({ exceptionId: null });
  });

  test.each<[string, () => Promise<unknown> | void, About]>([
    ['too late', () => house.pass(exceptionSeconds), poisoned],
    ['after the page’s contact changed', () => undefined, { page: { email: 'jo@evil2.example' } }],
    ['on another ticket', () => undefined, { ...poisoned, number: '4712' }],
    ['with another account', () => undefined, { ...poisoned, caller: { contactId: 502, reason: 'x' }, page: { company: 'Beta' } }],
    ['in spite of something else as well', () => house.api.records.editContact(501, { inactiveFlag: true }), poisoned],
    ['in spite of something else instead', () => house.match(501).then(() => house.api.setFault(({ path }) => (path.startsWith('/company') ? 'reset' : undefined))), poisoned],
  ])('it does not open SEND %s', async (_, happen, about) => {
    await confirmed(house, ['page_differs'], poisoned);
    await happen();
    expect(refusal(await house.press(about))).toBe('contact_doubted');
    expect(await house.waiting()).toBe(0);
  });

  test('it is the asking technician’s alone', async () => {
    await confirmed(house, ['page_differs'], poisoned);
    for (const who of [house.bea, await house.signIn('Kim')]) expect(refusal(await house.press(poisoned, {}, { who }))).toBe('contact_doubted');
  });

  test('it lasts to its last millisecond', async () => {
    await confirmed(house, ['page_differs'], poisoned);
    house.clock.now += seconds(exceptionSeconds) - 1;
    expect(value(await house.resolve(poisoned)).exception).toMatchObject({ state: 'confirmed' });
    expect(refusal(await house.press(poisoned))).toBe('accepted');
    house.clock.now += 1;
    expect(value(await house.resolve(poisoned)).exception).toBeNull();
  });

  test('it counts no more once its technician asks anew', async () => {
    await confirmed(house, ['page_differs'], poisoned);
    house.pass(1);
    await asked();
    expect(refusal(await house.press(poisoned))).toBe('contact_doubted');
  });
});

describe('who confirms', () => {
  test('is never who asked, from whatever browser, and that they tried is on record', async () => {
    const id = await asked();
    expect(refusal(await house.decideException(id, 'confirm', house.alex))).toBe('second_person_needed');
    expect(refusal(await house.decideException(id, 'confirm', { ...house.alex, device: { ...house.alex.device, thumbprint: 'another browser' } }))).toBe('second_person_needed');
    expect(refusal(await house.decideException(id, 'refuse', house.alex))).toBe('second_person_needed');
    expect((await entries('refused')).map(({ details, technicianId }) => [details['code'], details['exceptionId'], technicianId])).toEqual(Array(3).fill(['second_person_needed', id, house.alex.technician.id]));
    expect(refusal(await house.press(poisoned))).toBe('contact_doubted');
  });

  test('is of the same tenant', async () => {
    const eve = await house.signIn('Eve', (await house.store.addTenant('Another MSP')).id);
    expect(refusal(await house.decideException(await asked(), 'confirm', eve))).toBe('not_found');
    expect(refusal(await house.decideException(crypto.randomUUID()))).toBe('not_found');
    expect(refusal(await house.press(poisoned))).toBe('contact_doubted');
  });

  test('is in time', async () => {
    const id = await asked();
    house.clock.now += seconds(exceptionSeconds);
    expect(refusal(await house.decideException(id))).toBe('exception_over');
    expect((await entries('refused'))[0]).toMatchObject({ technicianId: house.bea.technician.id, details: { code: 'exception_over', exceptionId: id } });
  });

  test('is one: the same said twice by them changes nothing, and nobody else has a say any more', async () => {
    const kim = await house.signIn('Kim');
    const id = await asked();
    value(await house.decideException(id));
    expect(value(await house.decideException(id))).toMatchObject({ state: 'confirmed', secondBy: 'Bea' });
    expect(refusal(await house.decideException(id, 'refuse'))).toBe('already_ended');
    expect(refusal(await house.decideException(id, 'confirm', kim))).toBe('already_ended');
    expect(await entries('exception_confirmed')).toHaveLength(1);
  });

  test('is one of several who press at once, and whatever they say stands', async () => {
    const others = await Promise.all(['Kim', 'Lee', 'Max', 'Pat'].map((name) => house.signIn(name)));
    const id = await asked();
    const results = await Promise.all(others.map((who, index) => house.decideException(id, index % 2 === 0 ? 'confirm' : 'refuse', who)));
    expect(results.map(refusal).toSorted()).toEqual(['accepted', 'already_ended', 'already_ended', 'already_ended']);
    const winner = others[results.findIndex(({ ok }) => ok)]!;
    const said = await entries('exception_confirmed', 'exception_refused');
    expect(said).toMatchObject([{ technicianId: winner.technician.id }]);
    expect(value(await house.resolve(poisoned)).exception).toMatchObject({ secondBy: winner.technician.name, state: said[0]!.type.slice('exception_'.length) });
  });
});

describe('an address or number that was changed within 72 hours', () => {
  const change = async () => {
    const account = await house.accountOf('jo@acme.example');
    await house.store.changeAccount(house.tenant.id, account.id, (now) => ({ result: 0, account: { ...now, mobile: '+12025550177', mobileChangedAt: house.clock.now }, notices: [], audit: [] }));
    house.pass(60);
  };
  const bySms = (about: About = {}) => house.press(about, { method: 'sms' });
  const smsOf = async () => value(await house.resolve()).methods.find(({ method }) => method === 'sms');

  test('stops its method alone, until a second technician confirms that; then it may be sent to, and sent to again', async () => {
    await change();
    expect(value(await house.resolve()).doubts).toEqual([]);
    expect(await smsOf()).toMatchObject({ available: false, reason: 'changed_recently' });
    expect(await bySms()).toMatchObject({ refusal: { code: 'method_unavailable', detail: 'changed_recently' } });
    const { id: exceptionId } = await confirmed(house, ['changed_recently']);
    expect(await smsOf()).toMatchObject({ available: true });
    const { id } = value(await bySms());
    await house.deliver();
    expect(await house.store.findVerification(house.tenant.id, id)).toMatchObject({ exceptionId });
    house.pass(20);
    expect(refusal(await house.verifications.resend(house.alex, id, 1))).toBe('accepted');
    await house.deliver();
    expect(value(await house.verifications.decide(house.alex, id, 'approve')).assurance).toEqual(['restricted', 'technician-attested', 'exception']);
  });

  test('is no exception to a method that it does not concern', async () => {
    await change();
    await confirmed(house, ['changed_recently']);
    const { id } = value(await house.press());
    expect(await house.store.findVerification(house.tenant.id, id)).toMatchObject({ exceptionId: null });
  });

  test('stays closed by an exception that does not name it', async () => {
    await change();
    await confirmed(house, ['page_differs'], poisoned);
    expect(await bySms(poisoned)).toMatchObject({ refusal: { code: 'method_unavailable', detail: 'changed_recently' } });
    expect(refusal(await house.press(poisoned))).toBe('accepted');
  });

  test('closes it again when it changes once more: after it was asked for, and after SEND', async () => {
    await change();
    await confirmed(house, ['changed_recently']);
    const { id } = value(await bySms());
    await house.deliver();
    await change();
    expect(await house.verifications.resend(house.alex, id, 1)).toMatchObject({ refusal: { code: 'method_unavailable', detail: 'changed_recently' } });
    expect(await bySms({ number: '4712' })).toMatchObject({ refusal: { code: 'method_unavailable' } });
    expect(await smsOf()).toMatchObject({ reason: 'changed_recently' });
  });

  test('is asked for only while it stands', async () => {
    await change();
    house.pass(changedDestinationSeconds);
    expect(await house.ask(['changed_recently'])).toEqual({ ok: false, refusal: { code: 'contact_doubted', doubts: [] } });
  });

  test('is opened without a connection too: by the page', async () => {
    await house.store.writeConnection(house.tenant.id, null, { type: 'connectwise_removed', at: house.clock.now, technicianId: null, verificationId: null, details: {} });
    await change();
    await confirmed(house, ['changed_recently']);
    const { id } = value(await bySms());
    expect(await house.store.findVerification(house.tenant.id, id)).toMatchObject({ isPageOnly: true, exceptionId: expect.any(String) });
  });
});
