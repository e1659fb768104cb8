import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { createApp } from './app.ts';
import { readPublicKeys } from './audit/checkpoint-key.ts';
import { createAccessTokens } from './auth/access-tokens.ts';
import { createNonces } from './auth/nonces.ts';
import { createSeenProofs } from './auth/seen-proofs.ts';
import type { Config } from './config.ts';
import { createKeySeal } from './connectwise/key-seal.ts';
import type { Connectwise } from './connectwise/types.ts';
import type { Log } from './lib/log.ts';
import type { Lifecycle } from './lifecycle/lifecycle.ts';
import type { Metrics } from './metrics/metrics.ts';
import { createPhones } from './phones/phones.ts';
import type { PhonesDeps } from './phones/types.ts';
import { createUserVerification } from './phones/user-verification.ts';
import { createConnectwiseAdminRoutes } from './routes/connectwise-admin-routes.ts';
import { createPhoneRoutes } from './routes/phone-routes.ts';
import { createReceiptRoutes } from './routes/receipt-routes.ts';
import { createSelfserve } from './routes/selfserve.ts';
import { createSessionRoutes } from './routes/session-routes.ts';
import { createTwilioCallback } from './routes/twilio-callback.ts';
import { createVerificationRoutes } from './routes/verification-routes.ts';
import type { Verifications } from './verification/types.ts';

type WebDeps = Omit<PhonesDeps, 'userVerification'> & {
  config: Config;
  tokenKey: Uint8Array;
  lifecycle: Lifecycle;
  metrics: Metrics;
  verifications: Verifications;
  connectwise: Connectwise;
  connectwiseKey: Uint8Array;
  kickRounds: () => void;
  heartbeatMs: number;
  monotonic: () => number;
  log: Log;
};

/** The HTTP side with everything that it answers from. */
export function createWeb(deps: WebDeps) {
  const { config, now, lifecycle } = deps;
  const tokens = createAccessTokens({ now, key: deps.tokenKey });
  const userVerification = createUserVerification(deps);
  const handlers = {
    ...createSessionRoutes({ store: deps.store, tokens, now }), ...createVerificationRoutes({ ...deps, ending: lifecycle.ending }),
    ...createReceiptRoutes({ ...deps, readKeys: () => readPublicKeys(undefined, config.dataFolder) }),
    ...createPhoneRoutes({ ...deps, userVerification, phones: createPhones({ ...deps, userVerification }) }),
    ...createConnectwiseAdminRoutes({ ...deps, seal: createKeySeal(deps.connectwiseKey), newId: randomUUID }),
  };
  return createApp({
    ...deps, ...lifecycle, tokens, handlers, publicOrigin: config.publicOrigin, twilioCallback: createTwilioCallback({ ...deps, twilio: config.delivery.twilio }),
    selfserve: createSelfserve(config.selfserveFolder, deps.log),
    nonces: createNonces({ now, key: nonceKey(config, deps.tokenKey) }), seen: createSeenProofs(),
  });
}

/**
 * Processes on one database accept each other's nonces: a proxy in front may ask any of them. A process alone forgets its key,
 * as it forgets the proofs that it has seen, when it ends (decision 0011).
 */
function nonceKey({ databaseUrl }: Config, tokenKey: Uint8Array): Uint8Array {
  return databaseUrl === undefined ? randomBytes(32) : createHmac('sha256', tokenKey).update('dpop-nonce').digest();
}
