import { randomUUID } from 'node:crypto';
import { createConnectwise } from '../connectwise/create-connectwise.ts';
import { keepCodebase } from '../connectwise/keep-codebase.ts';
import { createKeySeal } from '../connectwise/key-seal.ts';
import type { KeySeal } from '../connectwise/key-seal.ts';
import { createTestFetch } from '../connectwise/test-fetch.ts';
import type { Connectwise, ConnectwiseProblem } from '../connectwise/types.ts';
import { problemWords } from '../connectwise/words.ts';
import { loadKey } from '../lib/keys.ts';
import { createLog } from '../lib/log.ts';
import { Told } from '../lib/told.ts';
import type { Connection } from '../store/connectwise-store.ts';
import type { Tenant } from '../store/types.ts';
import type { Context } from './context.ts';
import { pickTenant } from './context.ts';

export type Opened = { store: Context['store']; connectwise: Connectwise; seal: KeySeal; now: () => number; newId: () => string };

/** A command says itself what went wrong. */
const silent = createLog({ write: () => undefined });

/** What commands need to ask ConnectWise. */
export async function openConnectwise({ store, config, now }: Context): Promise<Opened> {
  const key = await loadKey(config.dataFolder, 'connectwise', config.connectwiseKey);
  const connectwise = createConnectwise({ store, now, key, log: silent, saveCodebase: keepCodebase(store), ...createTestFetch(config.connectwiseTestOrigin) });
  return { store, now, connectwise, seal: createKeySeal(key), newId: randomUUID };
}

/** The tenant that was named, or the only one, with its connection. */
export async function pickConnection(context: Context, name: string | undefined): Promise<{ tenant: Tenant; connection: Connection }> {
  const tenant = await pickTenant(context, name);
  const connection = await context.store.findConnection(tenant.id);
  if (!connection) throw new Told(`${tenant.name} is not connected to ConnectWise: run connectwise connect first.`);
  return { tenant, connection };
}

/** The number of a contact. Throws `Told`. */
export function readContactId(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Told('A contact has a number: connectwise contacts TEXT --customer NAME shows it.');
  return Number(text);
}

/** What ConnectWise answered, or what to do about it that it did not. */
export function answerOf<T>(asked: { ok: true; value: T } | { ok: false; problem: ConnectwiseProblem }): T {
  if (asked.ok) return asked.value;
  throw new Told(problemWords[asked.problem]);
}
