import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { RouteName } from '#contract/routes';
import type { Verification } from '#contract/verification';
import type { DeliveryState, Method } from '#contract/words';
import { deriveCode } from '../../../service/src/verification/code.ts';
import type { Answer, Ask } from '../test-client.ts';
import { codeKey } from './kill-stage.ts';
import type { KillStage, Person } from './kill-stage.ts';

const patienceMs = 20_000;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export type Technician = ReturnType<typeof createTechnician>;

/**
 * A technician who verifies one person while the service may die at any moment, and does what the extension does: a request
 * without an answer is repeated as it was, a verification is watched until its message is settled.
 */
export function createTechnician({ service, mail, texts, client }: KillStage, person: Person, method: Method) {
  const { number, company, name, email } = person;
  const page = { ticket: { host: 'na.myconnectwise.net', number }, company, contact: name, email };
  const seen = { id: '', sends: 0, told: [] as DeliveryState[] };

  async function ask(route: RouteName, question: Ask): Promise<Answer> {
    for (const giveUpAt = Date.now() + patienceMs; Date.now() < giveUpAt; await wait(5)) {
      await service.up();
      const answer = await client.call(route, question).catch(() => undefined);
      if (answer && answer.status < 500) return answer;
    }
    throw new Error(`${route} had no answer for ${patienceMs / 1000} s`);
  }

  async function accepted(route: RouteName, question: Ask): Promise<Verification> {
    const { status, body } = await ask(route, question);
    expect(status, `${route}: ${JSON.stringify(body)}`).toBeLessThan(300);
    return body as Verification;
  }

  /** The codes; a notice of a success, which comes by the other channel, has none. */
  const received = () => [...mail.messages.filter(({ to }) => to === email), ...texts.messages.filter(({ to }) => to === person.mobile)].flatMap(({ code }) => code ?? []);
  const codeIsThere = () => received().includes(codeOf(seen.sends));
  const codeOf = (send: number) => deriveCode(codeKey, seen.id, send);

  /** No SEND brought two codes, none came that nobody sent, and what the panel calls sent is there. */
  function expectTruth({ delivery, sendNumber, code }: Verification): void {
    const sent = Array.from({ length: seen.sends }, (_, index) => codeOf(index + 1));
    expect(received().filter((one) => !sent.includes(one))).toEqual([]);
    expect(new Set(received()).size).toBe(received().length);
    if (delivery.state === 'handed_over') expect(received()).toContain(codeOf(sendNumber));
    else expect(delivery).toEqual({ state: 'maybe_sent', reason: 'interrupted' });
    if (code !== null) expect(code).toBe(codeOf(sendNumber));
  }

  return {
    async send(): Promise<void> {
      seen.sends += 1;
      const { id } = await accepted('startVerification', { idempotencyKey: randomUUID(), body: { contact: page, method, action: null, direction: 'inbound', check: 'code' } });
      seen.id = id;
    },
    async settled(): Promise<Verification> {
      for (const giveUpAt = Date.now() + patienceMs; Date.now() < giveUpAt; await wait(5)) {
        const now = await accepted('getVerification', { id: seen.id });
        if (now.delivery.state === 'queued' || now.delivery.state === 'sending') continue;
        expectTruth(now);
        seen.told.push(now.delivery.state);
        return now;
      }
      throw new Error(`the message was not settled within ${patienceMs / 1000} s`);
    },
    async resend(): Promise<void> {
      await service.advance(21);
      seen.sends += 1;
      await accepted('resend', { id: seen.id, body: { afterSend: seen.sends - 1 } });
    },
    /** Whether the caller has the newest code. */
    codeIsThere,
    /** APPROVE when the caller reads the newest code, as a technician would; otherwise DENY. */
    decide: () => accepted('decide', { id: seen.id, body: { decision: codeIsThere() ? 'approve' : 'deny' } }),
    type: (attempt: number, code: string) => accepted('tryCode', { id: seen.id, body: { code, attempt } }),
    /** What the caller reads, and what they do not. */
    rightCode: () => codeOf(seen.sends),
    wrongCode: () => codeOf(seen.sends).replace(/^./, (digit) => String((Number(digit) + 1) % 10)),
    cancel: () => accepted('cancel', { id: seen.id }),
    look: () => accepted('getVerification', { id: seen.id }),
    received,
    sends: () => seen.sends,
    /** What the panel said of each message. */
    told: () => seen.told,
  };
}
