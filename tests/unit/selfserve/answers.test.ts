import { compactVerify, decodeProtectedHeader } from 'jose';
import { beforeEach, expect, test, vi } from 'vitest';
import { answerType } from '#contract/phone';
import type { Assertion, PhoneRequest } from '#contract/phone';
import { signAnswer } from '../../../service/selfserve/device/sign-answer';
import { createAnswers } from '../../../service/selfserve/run/create-answers';
import { createStore } from '../../../service/selfserve/run/create-store';
import { over, phone, phoneNow, phoneState, received, request, requestsOf, serviceNow, terms } from '../../support/gallery/phone-samples';
import { createFake, lost, problem } from './fake-service';
import type { Answers } from './fake-service';

const id = terms.verification;
const post = `POST /v1/phone/requests/${id}/answer`;
const list = 'GET /v1/phone/requests';
const approved = () => Response.json(over({ status: 'approved' }));
let clock = phoneNow;
beforeEach(() => void (clock = phoneNow));

async function createWorld(answers: Answers, { waiting = request(), verifiesUser = false } = {}) {
  const fake = await createFake(answers);
  const store = createStore();
  store.change({ membership: 'added', requests: requestsOf([waiting]), phone: received(phoneState({ phone: phone({ userVerification: verifiesUser }) })) });
  const deps = {
    verifyUser: vi.fn(async (_statement: string) => ({ id: 'credential' }) as Assertion),
    dismiss: vi.fn(async (_id: string) => {}),
    refuse: vi.fn(({ code }: { code: string }) => code === 'device_unknown'),
    wait: vi.fn(async (milliseconds: number): Promise<void> => void (clock += milliseconds)),
  };
  const app = createAnswers({ call: fake.call, store, now: () => clock, sign: (about, decision) => signAnswer(fake.keyPair.privateKey, about, decision), ...deps });
  const bodies = () => fake.at(post).map(({ body }) => body as { statement: string; number?: string; attempt?: number; assertion?: unknown });
  return { ...fake, ...app, ...deps, store, bodies, waiting: waiting as PhoneRequest, requests: () => store.read().requests };
}

test('an answer is signed by the phone’s key over all that the person saw, and the decision', async () => {
  const world = await createWorld({ [post]: approved });
  await world.answer(world.waiting, 'approve');
  const [{ statement } = { statement: '' }] = world.bodies();
  const { payload } = await compactVerify(statement, world.keyPair.publicKey);
  expect(JSON.parse(new TextDecoder().decode(payload))).toEqual({ ...terms, decision: 'approve' });
  expect(decodeProtectedHeader(statement)).toEqual({ alg: 'ES256', typ: answerType });
  expect(world.requests().list?.value.requests[0]?.status).toBe('approved');
});

test('the notification of an answered request goes away', async () => {
  const world = await createWorld({ [post]: approved });
  await world.answer(world.waiting, 'approve');
  expect(world.dismiss).toHaveBeenCalledExactlyOnceWith(id);
});

test.each(['deny', 'not_requested'] as const)('%s needs no fingerprint, even where Approve does', async (decision) => {
  const world = await createWorld({ [post]: () => Response.json(over({})) }, { waiting: request({ userVerificationRequired: true }), verifiesUser: true });
  await world.answer(world.waiting, decision);
  expect(world.verifyUser).not.toHaveBeenCalled();
  expect(world.bodies()).toEqual([{ statement: expect.any(String) }]);
});

test('an answer that did not arrive is sent again, the same one, until it does', async () => {
  const world = await createWorld({ [post]: [lost, () => problem('unavailable'), approved] });
  await world.answer(world.waiting, 'approve');
  const statements = world.bodies().map(({ statement }) => statement);
  expect([statements.length, new Set(statements).size]).toEqual([3, 1]);
  expect(world.requests().sending).toBeUndefined();
});

test('while it is tried again the screen says so', async () => {
  const world = await createWorld({ [post]: [lost, approved] });
  world.wait.mockImplementation(async () => expect(world.requests().sending?.step).toBe('retrying'));
  await world.answer(world.waiting, 'approve');
  expect(world.wait).toHaveBeenCalledOnce();
});

test('it is not tried beyond its deadline, and that is said', async () => {
  const world = await createWorld({ [post]: lost });
  await world.answer(world.waiting, 'approve');
  expect(clock).toBe(phoneNow + 42_000);
  expect(world.requests().refusal).toEqual({ id, why: { code: 'not_delivered' } });
});

test('a report is tried for three minutes, whatever the deadline of the request, and it is said when it did not arrive', async () => {
  const world = await createWorld({ [post]: lost }, { waiting: over({ status: 'expired' }, { expiresAt: serviceNow - 60_000 }) });
  await world.answer(world.waiting, 'not_requested');
  expect(clock).toBe(phoneNow + 180_000);
  expect(world.requests().refusal).toEqual({ id, why: { code: 'report_not_delivered' } });
});

test('a report about what is over arrives, and the request says so', async () => {
  const waiting = over({ status: 'cancelled' });
  const world = await createWorld({ [post]: [lost, () => Response.json({ ...waiting, reported: true })] }, { waiting });
  await world.answer(world.waiting, 'not_requested');
  expect(world.bodies()).toHaveLength(2);
  expect(world.requests().list?.value.requests[0]).toMatchObject({ status: 'cancelled', reported: true });
});

test('a second press while an answer is on its way sends nothing', async () => {
  const world = await createWorld({ [post]: approved });
  await Promise.all([world.answer(world.waiting, 'approve'), world.answer(world.waiting, 'deny')]);
  expect(world.bodies()).toHaveLength(1);
});

test('a refused answer is not repeated: the request is read again', async () => {
  const world = await createWorld({ [post]: () => problem('already_ended'), [list]: () => Response.json({ requests: [over({ status: 'cancelled', now: serviceNow + 1 })], now: serviceNow + 1 }) });
  await world.answer(world.waiting, 'approve');
  expect([world.bodies().length, world.at(list).length]).toEqual([1, 1]);
  expect(world.requests().list?.value.requests[0]?.status).toBe('cancelled');
});

test('a phone that was removed meanwhile asks nothing more', async () => {
  const world = await createWorld({ [post]: () => problem('device_unknown') });
  await world.answer(world.waiting, 'approve');
  expect([world.refuse.mock.calls.length, world.at(list).length]).toEqual([1, 0]);
});

test('a number goes with Approve, its attempt counted from the tries that are left', async () => {
  const waiting = request({ check: 'number', triesLeft: 2 });
  const world = await createWorld({ [post]: () => Response.json({ ...waiting, triesLeft: 1 }) }, { waiting });
  await world.answer(waiting, 'approve', '042');
  expect(world.bodies()[0]).toMatchObject({ number: '042', attempt: 2 });
});

test('where the phone asks for fingerprint, face or PIN, the assertion is over the statement that is sent', async () => {
  const world = await createWorld({ [post]: approved }, { verifiesUser: true });
  await world.answer(world.waiting, 'approve');
  expect(world.verifyUser).toHaveBeenCalledExactlyOnceWith(world.bodies()[0]?.statement);
  expect(world.bodies()[0]?.assertion).toEqual({ id: 'credential' });
});

test('without fingerprint, face or PIN nothing is sent', async () => {
  const world = await createWorld({ [post]: approved }, { verifiesUser: true });
  world.verifyUser.mockRejectedValue(new DOMException('cancelled', 'NotAllowedError'));
  await world.answer(world.waiting, 'approve');
  expect(world.bodies()).toEqual([]);
  expect(world.requests().refusal).toEqual({ id, why: { code: 'not_confirmed' } });
});

test('several who ask what waits at once share one question', async () => {
  const world = await createWorld({ [list]: () => Response.json({ requests: [], now: serviceNow }) });
  await Promise.all([world.refresh(), world.refresh(), world.refresh()]);
  expect(world.at(list)).toHaveLength(1);
  await world.refresh();
  expect(world.at(list)).toHaveLength(2);
});
