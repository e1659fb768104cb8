import type { Trouble } from '../workflow/state';
import { type Answer, accepted, refused } from '../messages/answer';
import { type AccessKeeper, versionMisfit } from './access';
import type { Connection } from './connection';
import type { Ledger } from './ledger';
import { parseServiceOrigin } from './service-origin';
import type { BackgroundDeps } from './types';

type PairingDeps = { deps: BackgroundDeps; ledger: Ledger; connection: Connection; access: AccessKeeper };
export type PairRequest = { serviceOrigin: string; pairingCode: string; deviceName: string };

/** Consent, pairing and signing out. */
export function createPairing({ deps, ledger, connection, access }: PairingDeps) {
  const { store } = deps;

  return { giveConsent, pair, signOut };

  async function giveConsent(): Promise<Answer> {
    await store.changeSettings((settings) => ({ ...settings, consentedAt: settings.consentedAt ?? deps.now() }));
    connection.renew();
    await access.refresh();
    return accepted;
  }

  async function pair({ serviceOrigin, pairingCode, deviceName }: PairRequest): Promise<Answer> {
    const settings = await store.readSettings();
    if (settings.consentedAt === null) return refused('no_consent');
    const origin = parseServiceOrigin(serviceOrigin);
    if (origin === undefined) return refused('bad_origin');
    const keyPair = await deps.generateKeyPair();
    const api = deps.createApi({ origin, keyPair });
    const handshake = await api.handshake();
    if (!handshake.ok) return fail(handshake.trouble);
    const misfit = versionMisfit(handshake.value);
    if (misfit) return refused(misfit);
    const paired = await api.pair({ pairingCode, deviceName });
    // There is no token yet: what the service did not take is the proof, which names the address that was typed.
    if (!paired.ok) return paired.trouble.code === 'token_invalid' ? refused('address_differs') : fail(paired.trouble);
    await store.writeToken(undefined);
    await store.keys.write(keyPair);
    const { technician, tenant } = paired.value;
    await store.changeSettings((settings) => ({ ...settings, serviceOrigin: origin, technician: technician.name, tenant: tenant.name }));
    await startAfresh();
    return accepted;
  }

  /** Without its key this browser is nobody, whether or not the service could be told. */
  async function signOut(): Promise<Answer> {
    const api = await connection.get();
    await api?.signOut();
    await store.keys.remove();
    await store.writeToken(undefined);
    await store.changeSettings((settings) => ({ ...settings, technician: null, tenant: null }));
    await startAfresh();
    return accepted;
  }

  /** What was under way belonged to the technician before. */
  async function startAfresh(): Promise<void> {
    connection.renew();
    await ledger.change((snapshot) => ({ ...snapshot, flows: {} }));
    await access.refresh();
  }
}

function fail(trouble: Trouble): Answer {
  return refused(trouble.code, trouble.retryAfterSeconds === undefined ? undefined : String(trouble.retryAfterSeconds));
}
