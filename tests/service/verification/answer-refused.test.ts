import { createHmac } from 'node:crypto';
import { base64url } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnswerStatement } from '#contract/phone';
import { answerType } from '#contract/phone';
import { readStatement, termsOf } from '../../../service/src/verification/answer-statement.ts';
import { createHarness, refusal, seconds, value } from './harness.ts';
import type { Harness } from './harness.ts';
import { addPhone, answerOf, makeKey, press, shown, sign, signAnswer, startPush } from './phones.ts';
import type { TestPhone } from './phones.ts';

let core: Harness;
let phone: TestPhone;
let id: string;
let statement: AnswerStatement;
beforeEach(async () => {
  core = await createHarness({ configured: ['push', 'sms', 'email'] });
  phone = await addPhone(core);
  ({ id } = await startPush(core, { action: 'mfa_reset' }));
  statement = { ...(await shown(core, phone, id)).terms, decision: 'approve' };
});
afterEach(() => core.close());

const find = async () => value(await core.verifications.find(core.alex, id));
const bring = async (signed: string, who = phone.who, to = id) => refusal(await core.verifications.answer(who, to, await answerOf(signed, who)));

/** Refused with `code`, on record, and the verification waits as before. */
async function expectRefused(outcome: Promise<string>, code: string): Promise<void> {
  const before = await find();
  expect(await outcome).toBe(code);
  expect(await find()).toEqual(before);
  expect((await core.audit()).at(-1)).toMatchObject({ type: 'refused', technicianId: null, verificationId: id, details: { intent: 'answer', code } });
}

describe('a statement', () => {
  const encoded = (value: unknown) => base64url.encode(JSON.stringify(value));
  const altered = (signed: string, part: number, make: (text: string) => string) => signed.split('.').map((text, index) => (index === part ? make(text) : text)).join('.');

  test('that the phone signed is accepted as it stands', async () => {
    expect(await bring(await sign(phone.key, statement))).toBe('accepted');
  });

  test('signed by another key is refused', async () => expectRefused(bring(await sign((await makeKey()).key, statement)), 'answer_invalid'));

  test('whose decision was changed after signing is refused', async () => {
    const denied = await sign(phone.key, { ...statement, decision: 'deny' });
    await expectRefused(bring(altered(denied, 1, () => encoded(statement))), 'answer_invalid');
  });

  test('whose signature was changed, cut or left out is refused', async () => {
    const signed = await sign(phone.key, statement);
    for (const make of [(text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1), (text: string) => text.slice(0, 40), () => '']) {
      await expectRefused(bring(altered(signed, 2, make)), 'answer_invalid');
    }
  });

  test.each([['alg none', { alg: 'none' }], ['another type', { typ: 'dpop+jwt' }], ['no type', { typ: undefined }], ['a key of its own', { jwk: { kty: 'EC' } }], ['a field more', { kid: 'x' }]])('with %s in its header is refused', async (_what, header) => {
    const signed = 'alg' in header ? `${encoded({ alg: 'none', typ: answerType })}.${encoded(statement)}.` : await sign(phone.key, statement, header);
    await expectRefused(bring(signed), 'answer_invalid');
  });

  test('made with the public key as a shared secret is refused', async () => {
    const head = `${encoded({ alg: 'HS256', typ: answerType })}.${encoded(statement)}`;
    const mac = createHmac('sha256', JSON.stringify(phone.who.phone.publicKey)).update(head).digest('base64url');
    await expectRefused(bring(`${head}.${mac}`), 'answer_invalid');
  });

  test.each(['', '[]', 'null', '"approve"', '{}', '{"decision":"approve"}', '\u0000', '{"a":1'])('that says %j is refused', async (text) => expectRefused(bring(await sign(phone.key, text)), 'answer_invalid'));

  test('is read as it is, whatever the order of its fields, or not at all', async () => {
    const turned = Object.fromEntries(Object.entries(statement).reverse());
    expect(await readStatement(await sign(phone.key, turned), phone.who.phone.publicKey)).toEqual(statement);
    expect(await readStatement('not.a.jws', phone.who.phone.publicKey)).toBeUndefined();
    expect(await readStatement(await sign(phone.key, statement), { x: 'x', y: 'y' })).toBeUndefined();
  });
});

describe('terms that the phone signed but nobody showed it', () => {
  const other = crypto.randomUUID();
  const changes: Record<string, (terms: AnswerStatement) => object> = {
    'tenant.id': (terms) => ({ tenant: { ...terms.tenant, id: other } }),
    'tenant.name': (terms) => ({ tenant: { ...terms.tenant, name: 'Another MSP' } }),
    'account': () => ({ account: other }),
    'verification': () => ({ verification: other }),
    'ticket.host': (terms) => ({ ticket: { ...terms.ticket, host: 'eu.myconnectwise.net' } }),
    'ticket.number': (terms) => ({ ticket: { ...terms.ticket, number: '4712' } }),
    'action': () => ({ action: 'password_reset' }),
    'action (none)': () => ({ action: null }),
    'technician.id': (terms) => ({ technician: { ...terms.technician, id: other } }),
    'technician.name': (terms) => ({ technician: { ...terms.technician, name: 'Alexa' } }),
    'direction': () => ({ direction: 'outbound' }),
    'expiresAt (too late)': () => ({ expiresAt: core.clock.now + seconds(600) + 1 }),
    'decision': () => ({ decision: 'maybe' }),
    'a field more': () => ({ note: 'x' }),
    'a field more within': (terms) => ({ ticket: { ...terms.ticket, summary: 'x' } }),
  };

  test('cover every field of the terms', () => {
    const fields = Object.entries(statement).flatMap(([name, field]) => (typeof field === 'object' && field !== null ? Object.keys(field).map((inner) => `${name}.${inner}`) : [name]));
    for (const field of fields) expect(Object.keys(changes).some((name) => name.startsWith(field)), field).toBe(true);
  });

  test.each(Object.entries(changes))('%s: refused', async (_field, change) => expectRefused(bring(await sign(phone.key, { ...statement, ...change(statement) })), 'answer_invalid'));

  test.each(Object.keys(changes).filter((name) => /^[a-z]+$/i.test(name)))('without %s: refused', async (field) => {
    const { [field as keyof AnswerStatement]: _, ...rest } = statement;
    await expectRefused(bring(await sign(phone.key, rest)), 'answer_invalid');
  });
});

describe('an answer comes from elsewhere', () => {
  test('from a phone of another account: not found, although it signed the very terms', async () => {
    await core.addAccount('Acme', 'kim@acme.example');
    const stranger = await addPhone(core, {}, 'kim@acme.example');
    for (const decision of ['approve', 'deny', 'not_requested'] as const) await expectRefused(bring(await sign(stranger.key, { ...statement, decision }), stranger.who), 'not_found');
  });

  test('from a phone of another tenant: not found, and nothing is written for either', async () => {
    const tenant = await core.store.addTenant('Another MSP');
    const about = { type: 'account_added', at: 1, technicianId: null, verificationId: null, details: {} };
    await core.store.addAccount(tenant.id, { customerName: 'Acme', name: 'Jo', email: 'jo@acme.example', mobile: null }, about);
    const stranger = await addPhone(core, {}, 'jo@acme.example', tenant);
    const before = [await core.audit(), await core.store.listAudit(tenant.id, 1, 99)];
    expect(await bring(await sign(stranger.key, statement), stranger.who)).toBe('not_found');
    expect([await core.audit(), await core.store.listAudit(tenant.id, 1, 99)]).toEqual(before);
  });

  test('from a phone that was removed meanwhile: not found', async () => {
    const signed = await sign(phone.key, statement);
    await core.store.changePhones(core.tenant.id, phone.who.account.id, () => ({ result: 0, phones: [{ ...phone.who.phone, removedAt: core.clock.now }], audit: [] }));
    await expectRefused(bring(signed), 'not_found');
  });

  test('signed by the account’s other phone: refused, each signs for itself', async () => {
    const second = await addPhone(core);
    await expectRefused(bring(await sign(second.key, statement), phone.who), 'answer_invalid');
  });

  test('made for another verification of the same account: refused', async () => {
    const first = await sign(phone.key, statement);
    core.pass(20);
    const second = await startPush(core, { number: '2', action: 'mfa_reset' });
    expect(await bring(first, phone.who, second.id)).toBe('answer_invalid');
    expect(value(await core.verifications.find(core.alex, second.id)).status).toBe('pending');
  });

  test('to a code by text message: there is nothing that a phone could answer', async () => {
    core.pass(60);
    const sms = value(await core.send({ contact: { ticket: { host: 'na.myconnectwise.net', number: '3' }, company: 'Acme', contact: 'Jo', email: 'jo@acme.example' }, method: 'sms', action: null, direction: 'inbound', check: 'code' }));
    const row = (await core.store.findVerification(core.tenant.id, sms.id))!;
    expect(await bring(await sign(phone.key, { ...termsOf(row, core.tenant), decision: 'approve' }), phone.who, sms.id)).toBe('not_found');
    expect(value(await core.verifications.find(core.alex, sms.id)).status).toBe('pending');
  });

  test('to nothing: not found', async () => {
    expect(await bring(await sign(phone.key, statement), phone.who, crypto.randomUUID())).toBe('not_found');
  });
});

describe('an answer comes late', () => {
  test('one millisecond before the deadline it counts, at the deadline it loses', async () => {
    core.clock.now = statement.expiresAt - 1;
    expect(await bring(await sign(phone.key, statement))).toBe('accepted');
    core.pass(30);
    const second = await startPush(core, { number: '2' });
    const late = await signAnswer(phone, await shown(core, phone, second.id), 'approve');
    core.clock.now = second.expiresAt!;
    expect(refusal(await core.verifications.answer(phone.who, second.id, late))).toBe('code_expired');
    expect(value(await core.verifications.find(core.alex, second.id))).toMatchObject({ status: 'expired', assurance: [] });
    expect((await core.audit()).at(-1)).toMatchObject({ type: 'expired', verificationId: second.id });
    expect(refusal(await core.verifications.answer(phone.who, second.id, late))).toBe('code_expired');
  });

  test('after the deadline that the person saw it loses, although the verification lives on', async () => {
    await core.verifications.cancel(core.alex, id);
    core.pass(20);
    const live = await startPush(core, { number: '2', check: 'code' });
    const denial = await signAnswer(phone, await shown(core, phone, live.id), 'deny');
    value(await press(core, phone, live.id, 'approve'));
    core.clock.now = live.expiresAt!;
    expect(refusal(await core.verifications.answer(phone.who, live.id, denial))).toBe('code_expired');
    expect(value(await press(core, phone, live.id, 'deny')).status).toBe('denied');
  });

  test.each(['approve', 'deny'] as const)('after the technician stopped it, %s finds it over', async (decision) => {
    const signed = await sign(phone.key, { ...statement, decision });
    await core.verifications.cancel(core.alex, id);
    await expectRefused(bring(signed), 'already_ended');
  });

  test('a second, different answer finds the first one’s end', async () => {
    const [no, yes] = [await sign(phone.key, { ...statement, decision: 'deny' }), await sign(phone.key, statement)];
    expect(await bring(no)).toBe('accepted');
    await expectRefused(bring(yes), 'already_ended');
    expect((await find()).status).toBe('denied');
  });
});
