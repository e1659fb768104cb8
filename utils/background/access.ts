import { type Handshake, apiVersion } from '#contract/session';
import type { Api } from '../api/create-api';
import type { Access } from '../workflow/snapshot';
import type { Trouble } from '../workflow/state';
import type { Connection } from './connection';
import type { Ledger } from './ledger';
import { createQueue } from '../queue';
import { same } from './same';
import type { BackgroundDeps } from './types';

export type AccessKeeper = ReturnType<typeof createAccess>;

/** Keeps `access` in the snapshot true: whether the service is there, speaks our language and knows this browser. */
export function createAccess(deps: BackgroundDeps, ledger: Ledger, connection: Connection, onSignedIn: (afterOutage: boolean) => void) {
  const enqueue = createQueue();
  let rechecking = false;

  return { refresh, note };

  function refresh(): Promise<void> {
    return enqueue(async () => {
      const before = ledger.get().access.kind;
      const kind = await find().catch((): Access['kind'] => 'unreachable');
      const { technician, tenant, serviceOrigin } = await deps.store.readSettings();
      await ledger.change((old) => same(old, { ...old, access: { kind }, technician, tenant, serviceOrigin }));
      if (kind === 'signed_in') onSignedIn(before === 'unreachable');
      if (kind === 'unreachable') void recheck();
    });
  }

  async function find(): Promise<Access['kind']> {
    if ((await deps.store.readSettings()).consentedAt === null) return 'no_consent';
    const api = await connection.get();
    return api ? ask(api) : 'not_paired';
  }

  async function ask(api: Api): Promise<Access['kind']> {
    const handshake = await api.handshake();
    if (!handshake.ok) return 'unreachable';
    const misfit = versionMisfit(handshake.value);
    if (misfit) return misfit;
    const issued = await api.issueToken();
    if (!issued.ok) return isUnknownHere(issued.trouble) ? 'signed_out' : 'unreachable';
    const { technician, tenant } = issued.value;
    await deps.store.changeSettings((settings) => ({ ...settings, technician: technician.name, tenant: tenant.name }));
    return 'signed_in';
  }

  /** Takes notice of how a request went. */
  async function note(trouble: Trouble | undefined): Promise<void> {
    const { kind } = ledger.get().access;
    if (kind === 'unreachable' && !trouble) await refresh();
    if (kind !== 'signed_in' || !trouble) return;
    // One request that failed says little: asking again says whether the service is gone, or we are unknown to it.
    if (isUnknownHere(trouble) || trouble.code === 'unreachable') await refresh();
  }

  /** As long as somebody looks at it, a service that was gone is asked for again. */
  async function recheck(): Promise<void> {
    if (rechecking) return;
    rechecking = true;
    try {
      for (let tries = 0; ledger.get().access.kind === 'unreachable' && (await deps.isPanelOpen()); tries++) {
        await deps.wait(backoff(tries));
        if (ledger.get().access.kind === 'unreachable') await refresh();
      }
    } finally {
      rechecking = false;
    }
  }
}

/** Which of the two is too old, if either. */
export function versionMisfit({ api }: Handshake): 'extension_too_old' | 'service_too_old' | undefined {
  if (api.newest < apiVersion) return 'service_too_old';
  return api.oldest > apiVersion ? 'extension_too_old' : undefined;
}

export function backoff(tries: number): number {
  return Math.min(5000, 500 * 2 ** Math.min(tries, 10));
}

function isUnknownHere({ code }: Trouble): boolean {
  return code === 'device_unknown' || code === 'token_invalid' || code === 'signed_out';
}
