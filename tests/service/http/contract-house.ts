import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ProblemCode } from '#contract/problem';
import { problemsOf } from '#contract/route';
import type { Route } from '#contract/route';
import type { Role } from '#contract/words';
import { allRoutes } from '../../../service/src/http/all-routes.ts';
import type { AnyRouteName } from '../../../service/src/http/all-routes.ts';
import type { Policy } from '../../../service/src/store/types.ts';
import type { Store } from '../../../service/src/store/store.ts';
import { createDocumented } from '../../support/documented.ts';
import type { TestPhone } from '../../support/phone-client.ts';
import { createTestClock, startTestService } from '../../support/service.ts';
import { createTestClient } from '../../support/test-client.ts';
import type { Ask, TestClient } from '../../support/test-client.ts';

/** Provokes what /openapi.json promises of some routes, and remembers what was seen. */

export type ContractHouse = Awaited<ReturnType<typeof createContractHouse>>;

const answersNonsense = new Set(['findDevice', 'redeemPairingCode', 'findPhone', 'findInvitation', 'changePhones', 'listTenants']);

export async function createContractHouse(mine: readonly AnyRouteName[], role: Role = 'technician') {
  const clock = createTestClock();
  const fault: { store: 'none' | 'down' | 'nonsense'; time: boolean } = { store: 'none', time: false };
  const wrapStore = (store: Store): Store => new Proxy(store, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...parameters: unknown[]) => {
        if (fault.store === 'down' && name !== 'onChange') throw new Error('disk I/O error');
        if (fault.store === 'nonsense' && answersNonsense.has(String(name))) return Promise.resolve({});
        return member.apply(target, parameters);
      };
    },
  });
  const service = await startTestService({ clock: { now: () => (fault.time ? Number.NaN : clock.now()) }, wrapStore, heartbeatMs: 50 });
  const documented = await createDocumented(service.origin);
  const [alex, sasha, phone] = [await service.signIn('Alex', undefined, { role }), await service.signIn('Sasha'), await service.addPhone()];
  const bodies: Partial<Record<AnyRouteName, unknown>> = {};

  const names = (want: (route: Route) => boolean) => mine.filter((name) => want(allRoutes[name]));
  const aCall = (name: AnyRouteName, ask: Ask = {}): Ask => ({ id: randomUUID(), ...(name in bodies && { body: bodies[name] }), ...ask });

  /** Asks, holds the answer against the document, and expects this problem (or none). */
  async function expectAnswer(client: TestClient | TestPhone, name: AnyRouteName, ask: Ask, code?: ProblemCode): Promise<any> {
    const answer = await client.call(name, ask);
    documented.check(name, answer);
    if (code) expect(answer.body).toMatchObject({ code, status: answer.status });
    else expect(answer.status).toBe(allRoutes[name].status);
    return answer.body;
  }

  async function withPolicy<T>(policy: Policy, run: () => Promise<T>): Promise<T> {
    const event = { type: 'policy_set', at: clock.now(), technicianId: null, verificationId: null, details: {} };
    await service.store.writePolicy(service.tenant.id, null, policy, event);
    try {
      return await run();
    } finally {
      await service.store.writePolicy(service.tenant.id, null, {}, event);
    }
  }

  return {
    clock, fault, service, documented, alex, sasha, phone, bodies, names, aCall, expectAnswer, withPolicy,
    /** Those of the routes that may answer this problem. */
    answering: (code: ProblemCode) => names((route) => problemsOf(route).includes(code)),
    callerOf: (name: AnyRouteName) => (allRoutes[name].auth === 'phone' ? phone : alex),
    /** What the document promises of the routes and nobody has seen. */
    listMissing: () => documented.all().filter((answer) => mine.some((name) => answer.startsWith(`${name} `)) && !documented.seen.has(answer)),
  };
}

/** Who asks, and in which form: alike for every route. */
export function describeCalls(house: ContractHouse): void {
  const { service, alex, names, answering, aCall, callerOf, expectAnswer } = house;

  describe('who asks', () => {
    test.each(answering('token_invalid'))('%s refuses a forged token or proof', async (name) => {
      const headers: Record<string, string> = allRoutes[name].auth === 'token' ? { Authorization: 'DPoP forged' } : { DPoP: 'forged' };
      await expectAnswer(alex, name, aCall(name, { headers }), 'token_invalid');
    });

    test.each(answering('use_dpop_nonce'))('%s asks for a nonce', async (name) => {
      const { method, path } = allRoutes[name];
      const ask = aCall(name);
      const url = service.origin + path.replace('{id}', ask.id ?? '');
      await alex.signIn();
      const caller = callerOf(name);
      const DPoP = await caller.makeProof({ method: method.toUpperCase(), url, accessToken: caller.state.accessToken });
      await expectAnswer(caller, name, { ...ask, headers: { DPoP } }, 'use_dpop_nonce');
    });

    test.each(answering('device_unknown').filter((name) => allRoutes[name].auth === 'token'))('%s refuses a browser that signed out', async (name) => {
      const gone = await service.signIn('Gone');
      const { nonce, accessToken } = gone.state;
      await gone.call('signOut');
      Object.assign(gone.state, { nonce, accessToken });
      await expectAnswer(gone, name, aCall(name), 'device_unknown');
    });

    test.each(answering('device_unknown').filter((name) => allRoutes[name].auth !== 'token'))('%s refuses a key that was never added', async (name) => {
      await expectAnswer(await createTestClient(service.origin), name, aCall(name), 'device_unknown');
    });
  });

  describe('what they say', () => {
    const refuses = (name: AnyRouteName, ask: Ask, code: ProblemCode) => expectAnswer(callerOf(name), name, aCall(name, ask), code);
    test.each(names((route) => route.path.includes('{id}')))('%s refuses an id that is none', (name) => refuses(name, { id: 'x' }, 'bad_request'));
    test.each(names((route) => route.idempotent === true))('%s refuses a request without its key', (name) => refuses(name, { idempotencyKey: null }, 'bad_request'));
    const withBody = names((route) => route.body !== undefined);
    test.each(withBody)('%s refuses a body of the wrong form', (name) => refuses(name, { body: { x: 1 } }, 'bad_request'));
    test.each(withBody)('%s refuses what is no JSON', (name) => refuses(name, { rawBody: '{' }, 'bad_request'));
    test.each(withBody)('%s refuses a body above 16 KiB', (name) => refuses(name, { rawBody: JSON.stringify({ x: 'x'.repeat(16_384) }) }, 'body_too_large'));
    test.each(withBody)('%s refuses another media type', (name) => refuses(name, { headers: { 'Content-Type': 'text/plain' } }, 'unsupported_media_type'));
  });
}

/** What every route answers when something behind it is broken. */
export function describeFaults({ alex, fault, answering, aCall, callerOf, expectAnswer }: ContractHouse): void {
  async function ask(name: AnyRouteName, code: ProblemCode) {
    if (name !== 'handshake') await alex.signIn();
    fault.store = code === 'internal' ? 'nonsense' : 'down';
    fault.time = name === 'handshake' && code === 'internal';
    try {
      await expectAnswer(callerOf(name), name, aCall(name), code);
    } finally {
      Object.assign(fault, { store: 'none', time: false });
    }
  }

  describe('when something is broken', () => {
    test.each(answering('internal'))('%s: a mistake of the service', (name) => ask(name, 'internal'));
    test.each(answering('unavailable').filter((name) => name !== 'handshake'))('%s: the store is down', (name) => ask(name, 'unavailable'));
  });
}
