import type { RouteName } from '#contract/routes';
import type { Verification } from '#contract/verification';
import { VerificationSchema } from '#contract/verification';
import type { Handlers } from '../http/handler.ts';
import { streamStatus } from '../http/status-stream.ts';
import { describeError } from '../lib/log.ts';
import type { Log } from '../lib/log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Store } from '../store/store.ts';
import type { SignedIn } from '../store/types.ts';
import type { Verifications } from '../verification/types.ts';

type VerificationRoutes = Pick<Handlers, Exclude<RouteName, 'handshake' | 'pair' | 'issueToken' | 'signOut' | 'invitePhone' | 'checkReceipt'>>;
type Deps = { store: Store; verifications: Verifications; now: () => number; heartbeatMs: number; ending: AbortSignal; metrics: Pick<Metrics, 'stream'>; log: Log };

/** Everything about verifications; what may be done is decided by `Verifications`. */
export function createVerificationRoutes(deps: Deps): VerificationRoutes {
  const { verifications } = deps;
  return {
    resolveContact: ({ who, body }) => verifications.resolve(who, body),
    searchContacts: ({ who, body }) => verifications.searchContacts(who, body),
    askException: ({ who, body }) => verifications.askException(who, body),
    decideException: ({ who, id, body }) => verifications.decideException(who, id, body.decision),
    startVerification: ({ who, idempotencyKey, body }) => verifications.start(who, idempotencyKey, body),
    getVerification: ({ who, id }) => verifications.find(who, id),
    watchVerification: async ({ who, id }) => {
      const first = await verifications.find(who, id);
      return first.ok ? { ok: true, value: watch(who, id, first.value, deps) } : first;
    },
    decide: ({ who, id, body }) => verifications.decide(who, id, body.decision),
    tryCode: ({ who, id, body }) => verifications.tryCode(who, id, body.code, body.attempt),
    resend: ({ who, id, body }) => verifications.resend(who, id, body.afterSend),
    extend: ({ who, id }) => verifications.extend(who, id),
    cancel: ({ who, id }) => verifications.cancel(who, id),
  };
}

function watch(who: SignedIn, id: string, first: Verification, { store, verifications, now, heartbeatMs, ending, metrics, log }: Deps): ReadableStream<Uint8Array> {
  return streamStatus(VerificationSchema.parse(first), {
    read: async () => {
      const still = await store.findDevice(who.device.thumbprint);
      if (still?.technician.id !== who.technician.id) return undefined;
      const state = await verifications.find(still, id);
      return state.ok ? VerificationSchema.parse(state.value) : undefined;
    },
    onChange: (listener) => metrics.stream(store.onChange((change) => {
      if (!change || (change.tenantId === who.tenant.id && change.verificationId === id)) listener();
    })),
    now,
    heartbeatMs,
    ending,
    onError: (error) => log.error(describeError(error), 'status stream ended'),
  });
}
