import { expect, test, vi } from 'vitest';
import type { PhoneState } from '#contract/phone';
import { createJoin } from '../../../service/selfserve/run/create-join';
import type { Join } from '../../../service/selfserve/state/join';
import { invitation, phoneNow, phoneState, received, serviceNow } from '../../support/gallery/phone-samples';
import { createFake, lost, problem } from './fake-service';
import type { Answers } from './fake-service';

const token = 'x'.repeat(43);
const open = 'POST /v1/phone/invitation';
const send = 'POST /v1/phone/invitation/code';
const enrol = 'POST /v1/phone';
const who = 'GET /v1/phone';
const opened = () => Response.json(invitation());
const sent = () => Response.json(invitation({ codesLeft: 2, nextCodeAt: serviceNow + 20_000 }));
const added = () => Response.json(phoneState(), { status: 201 });

async function createWorld(answers: Answers) {
  const fake = await createFake({ [open]: opened, [send]: sent, [enrol]: added, ...answers });
  const states: Join[] = [];
  const onAdded = vi.fn(async (_phone: PhoneState) => undefined);
  const flow = createJoin(token, { call: fake.call, now: () => phoneNow, onChange: (state) => states.push(state), onAdded });
  return { ...fake, ...flow, onAdded, states, last: () => states.at(-1) };
}

test('the whole way: whose help desk, the code by the other channel, code and name, added', async () => {
  const world = await createWorld({});
  await world.open();
  expect(world.last()).toEqual({ step: 'invited', invitation: received(invitation()), busy: false });
  await world.sendCode();
  expect(world.last()).toMatchObject({ step: 'code', busy: undefined, invitation: { value: { codesLeft: 2 } } });
  await world.add('184920', 'Jo’s phone');
  expect(world.at(enrol)[0]!.body).toEqual({ invitation: token, code: '184920', phoneName: 'Jo’s phone' });
  expect(world.last()).toEqual({ step: 'added' });
  expect(world.onAdded).toHaveBeenCalledExactlyOnceWith(phoneState());
});

test('every step is signed by one and the same key: it becomes the phone’s', async () => {
  const world = await createWorld({});
  await world.open();
  await world.sendCode();
  await world.add('184920', 'Phone');
  expect(world.seen.length).toBe(3);
  expect(new Set(world.seen.map(({ proof }) => proof?.thumbprint)).size).toBe(1);
});

test('opening the link sends no code', async () => {
  const world = await createWorld({});
  await world.open();
  expect(world.at(send)).toEqual([]);
});

test('where the inviter shows the code, it is asked for at once', async () => {
  const world = await createWorld({ [open]: () => Response.json(invitation({ codeTo: null })) });
  await world.open();
  expect(world.last()).toMatchObject({ step: 'code' });
});

test('who comes back with a code need not have another one sent', async () => {
  const world = await createWorld({});
  await world.open();
  world.hasCode();
  expect([world.last()?.step, world.at(send).length]).toEqual(['code', 0]);
});

test.each(['link_invalid', 'invitation_over', 'unreachable'] as const)('an invitation that cannot be opened (%s) says why', async (code) => {
  const world = await createWorld({ [open]: code === 'unreachable' ? lost : () => problem(code) });
  await world.open();
  expect(world.last()).toEqual({ step: 'closed', trouble: { code } });
});

test('a wrong code may be typed again', async () => {
  const world = await createWorld({ [enrol]: [() => problem('code_wrong'), added] });
  await world.open();
  await world.sendCode();
  await world.add('000000', 'Phone');
  expect(world.last()).toMatchObject({ step: 'code', busy: undefined, trouble: { code: 'code_wrong' } });
  await world.add('184920', 'Phone');
  expect(world.last()).toEqual({ step: 'added' });
});

test('a code that could not be sent leaves the button there, with the reason', async () => {
  const world = await createWorld({ [send]: () => problem('too_soon', { retryAfterSeconds: 9 }) });
  await world.open();
  await world.sendCode();
  expect(world.last()).toMatchObject({ step: 'invited', busy: false, trouble: { code: 'too_soon', retryAfterSeconds: 9 } });
});

test('an account with too many phones is told so, and nothing more can be typed', async () => {
  const world = await createWorld({ [enrol]: () => problem('too_many_phones') });
  await world.open();
  await world.sendCode();
  await world.add('184920', 'Phone');
  expect(world.last()).toEqual({ step: 'closed', trouble: { code: 'too_many_phones' } });
});

test('a phone whose "added" was lost on the way is in all the same', async () => {
  const world = await createWorld({ [enrol]: lost, [who]: () => Response.json(phoneState()) });
  await world.open();
  await world.sendCode();
  await world.add('184920', 'Phone');
  expect([world.last()?.step, world.onAdded.mock.calls.length]).toEqual(['added', 1]);
});

test('and where it is not in, the invitation’s end is what is said', async () => {
  const world = await createWorld({ [enrol]: () => problem('invitation_over'), [who]: () => problem('device_unknown') });
  await world.open();
  await world.sendCode();
  await world.add('184920', 'Phone');
  expect(world.last()).toEqual({ step: 'closed', trouble: { code: 'invitation_over' } });
  expect(world.onAdded).not.toHaveBeenCalled();
});
