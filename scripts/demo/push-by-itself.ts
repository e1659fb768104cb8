import { phoneOwners } from '../../tests/support/stage/cast.ts';
import type { PhoneOwner } from '../../tests/support/stage/cast.ts';
import type { StagePhone } from '../../tests/support/stage/phone.ts';
import type { Stage } from '../../tests/support/stage/stage.ts';
import type { Technician, ToggleWord } from '../../tests/support/stage/technician.ts';
import type { Show } from './show.ts';

/** Who is asked, one after the other: the phones of an account get no two pushes within 20 seconds. The first has the phone at the start. */
export const askedByPush = phoneOwners.slice(0, 7) as [PhoneOwner, PhoneOwner, PhoneOwner, PhoneOwner, PhoneOwner, PhoneOwner, PhoneOwner];

type Set = { stage: Stage; technician: Technician; phone: StagePhone; show: Show };
const verified = 'User Identity Successfully Verified';
const notVerified = 'Unable to Verify Identity';

/** Plays every way a push can go, on the panel and on the phone; throws where a step is not seen. */
export async function playPush(set: Set): Promise<void> {
  const { phone } = set;
  const [robin, noa, max, uma, eli, ida, tom] = askedByPush;
  await pushAlone(set, robin, 'Approve', verified, 'OK');
  await phone.handTo(noa);
  await pushAlone(set, noa, 'Deny', notVerified, 'CANCEL');
  await phone.handTo(max);
  await timeOut(set, max);
  await phone.handTo(uma);
  await pushAndCode(set, uma, 'APPROVE', verified, 'OK');
  await phone.handTo(eli);
  await pushAndCode(set, eli, 'DENY', notVerified, 'CANCEL');
  await phone.handTo(ida);
  await deniedBeforeTheCode(set, ida);
  await phone.handTo(tom);
  await numberReadOut(set, tom);
}

/** SEND VERIFICATION, until the phone asks and the panel waits. */
async function send({ stage, technician, phone, show }: Set, person: PhoneOwner, name: string, toggle?: ToggleWord): Promise<void> {
  await stage.openTicket(person.number);
  await technician.sees(person.contact);
  await technician.button('SEND VERIFICATION').waitFor();
  await technician.sayAction('Password reset');
  if (toggle) await technician.turnOn(toggle);
  await show(`${name}-ready`, technician, `Push${toggle ? `, ${toggle}` : ''}: ready`);
  await technician.press('SEND VERIFICATION');
  await technician.sees('Waiting for approval');
  await phone.sees(/asks: is this you\?/);
  await show(`${name}-asked`, technician, 'SEND VERIFICATION: the phone asks, the panel counts down', phone);
}

async function pushAlone(set: Set, person: PhoneOwner, answer: 'Approve' | 'Deny', outcome: string, button: string): Promise<void> {
  const { technician, phone, show } = set;
  const name = `push-${answer.toLowerCase()}`;
  await send(set, person, name);
  await phone.click(answer);
  await technician.sees(outcome);
  await phone.sees(answer === 'Approve' ? /You are verified/ : /You denied this/);
  await show(`${name}-result`, technician, `${answer} on the phone`, phone);
  await technician.press(button);
}

async function timeOut(set: Set, person: PhoneOwner): Promise<void> {
  const { technician, phone, show } = set;
  await send(set, person, 'push-timeout');
  console.log("\n    nobody answers; waiting for the service's minute");
  await technician.sees('Verification Timed Out', 90_000);
  await technician.button('SEND AGAIN').waitFor();
  await phone.sees(/Time is over/);
  await show('push-timeout-result', technician, 'The minute is over', phone);
  await technician.press('CANCEL');
}

async function pushAndCode(set: Set, person: PhoneOwner, decision: 'APPROVE' | 'DENY', outcome: string, button: string): Promise<void> {
  const { technician, phone, show } = set;
  const name = `push-code-${decision.toLowerCase()}`;
  await send(set, person, name, 'Send Verification Code');
  await phone.click('Approve');
  const inPanel = await technician.readCode();
  const onPhone = /(\d{3}) (\d{3})/.exec(await phone.sees(/\d{3} \d{3}/))?.slice(1).join('');
  if (inPanel !== onPhone) throw new Error("the phone's digits differ from those in the panel");
  await technician.sees('Waiting for approval');
  await show(`${name}-compare`, technician, 'Approve on the phone: a check mark, and both show the same digits', phone);
  console.log(decision === 'APPROVE' ? '\n    the caller reads the digits that the panel shows' : '\n    the caller reads other digits than the panel shows');
  await technician.press(decision);
  await technician.sees(outcome);
  await show(`${name}-result`, technician, `${decision} in the panel`, phone);
  await technician.press(button);
}

async function deniedBeforeTheCode(set: Set, person: PhoneOwner): Promise<void> {
  const { technician, phone, show } = set;
  await send(set, person, 'push-code-denied', 'Send Verification Code');
  await phone.click('Deny');
  await technician.sees(notVerified);
  await phone.sees(/You denied this/);
  await show('push-code-denied-result', technician, 'Deny on the phone: there is no code', phone);
  await technician.press('CANCEL');
}

async function numberReadOut(set: Set, person: PhoneOwner): Promise<void> {
  const { technician, phone, show } = set;
  await send(set, person, 'push-number', 'Read a Number to the Caller');
  await phone.type(/^Number that/, await technician.readNumber());
  await phone.click('Approve');
  await technician.sees(verified);
  await phone.sees(/You are verified/);
  await show('push-number-result', technician, 'The number was typed on the phone, and the service compared it', phone);
  await technician.press('OK');
}
