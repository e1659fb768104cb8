import { CompactSign, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey } from 'jose';
import { answerType } from '#contract/phone';
import type { AnswerDecision, AnswerStatement, PhoneRequest } from '#contract/phone';
import type { Verification } from '#contract/verification';
import type { Phone, SignedInPhone } from '../../../service/src/store/types.ts';
import type { PhoneAnswer } from '../../../service/src/verification/answer-effect.ts';
import { readStatement } from '../../../service/src/verification/answer-statement.ts';
import { deriveNumber } from '../../../service/src/verification/code.ts';
import type { Result } from '../../../service/src/verification/result.ts';
import { codeKey, request, value } from './harness.ts';
import type { Harness } from './harness.ts';

/** An end user's phone as the service's core sees one: a key, and what it signs. */
export type TestPhone = { who: SignedInPhone; key: CryptoKey };

export async function makeKey(): Promise<{ key: CryptoKey; publicKey: Phone['publicKey'] }> {
  const keys = await generateKeyPair('ES256', { extractable: true });
  const { x = '', y = '' } = await exportJWK(keys.publicKey);
  return { key: keys.privateKey, publicKey: { x, y } };
}

/** Adds a phone to an account: old enough to be no new one, unless `change` says otherwise. */
export async function addPhone(core: Harness, change: Partial<Phone> = {}, email = 'jo@acme.example', tenant = core.tenant): Promise<TestPhone> {
  const [account] = await core.store.listAccounts(tenant.id, { email }, '', 1);
  if (!account) throw new Error('no such account');
  const { key, publicKey } = await makeKey();
  const id = crypto.randomUUID();
  const phone: Phone = {
    id, tenantId: tenant.id, accountId: account.id, name: 'Jo’s Pixel', thumbprint: `thumb-${id}`, publicKey, createdAt: core.clock.now - 100 * 3_600_000, lastSeenAt: null,
    endpoint: `https://push.example/${id}`, p256dh: 'p', auth: 'a', credential: null, invitedBy: null, removedAt: null, ...change,
  };
  await core.store.changePhones(tenant.id, account.id, () => ({ result: 0, phones: [phone], audit: [] }));
  return { who: { phone, account, tenant }, key };
}

export function sign(key: CryptoKey, statement: unknown, header: Record<string, unknown> = {}): Promise<string> {
  const payload = new TextEncoder().encode(typeof statement === 'string' ? statement : JSON.stringify(statement));
  return new CompactSign(payload).setProtectedHeader({ alg: 'ES256', typ: answerType, ...header }).sign(key);
}

/** What the app would send for `decision`, about what it was shown. */
export async function signAnswer({ key, who }: TestPhone, { terms }: PhoneRequest, decision: AnswerDecision, change: Partial<PhoneAnswer> = {}): Promise<PhoneAnswer> {
  const statement: AnswerStatement = { ...terms, decision };
  return answerOf(await sign(key, statement), who, change);
}

/** `signed` as the service reads it from the phone that brings it. */
export async function answerOf(signed: string, { phone }: SignedInPhone, change: Partial<PhoneAnswer> = {}): Promise<PhoneAnswer> {
  return { signed, statement: await readStatement(signed, phone.publicKey), userVerified: false, ...change };
}

/** The request as the phone sees it. */
export async function shown(core: Harness, phone: TestPhone, id: string): Promise<PhoneRequest> {
  const found = (await core.verifications.listRequests(phone.who)).find(({ terms }) => terms.verification === id);
  if (!found) throw new Error('the phone is not shown the request');
  return found;
}

/** The person looks at the request, and answers it. */
export async function press(core: Harness, phone: TestPhone, id: string, decision: AnswerDecision, change: Partial<PhoneAnswer> = {}): Promise<Result<PhoneRequest>> {
  return core.verifications.answer(phone.who, id, await signAnswer(phone, await shown(core, phone, id), decision, change));
}

/** A push that was handed to its provider. */
export async function startPush(core: Harness, change: Parameters<typeof request>[0] = {}): Promise<Verification> {
  const started = value(await core.send(request({ method: 'push', check: 'none', ...change })));
  await core.deliver();
  return value(await core.verifications.find(core.alex, started.id));
}

export function rightNumber(id: string): string {
  return deriveNumber(codeKey, id);
}

export function wrongNumber(id: string): string {
  return rightNumber(id).replace(/^./, (digit) => String((Number(digit) + 1) % 10));
}
