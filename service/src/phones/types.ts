import type { Credential, CredentialOptionsSchema, Invitation, LinkDone, PhoneInvitation, PhoneState, Subscription } from '#contract/phone';
import type { Invited } from '#contract/verification';
import type { Channel } from '#contract/words';
import type * as z from 'zod/mini';
import type { PublicKey } from '../auth/proof.ts';
import type { LinkTokens } from '../lib/link-tokens.ts';
import type { Store } from '../store/store.ts';
import type { SignedIn, SignedInPhone } from '../store/types.ts';
import type { Result } from '../verification/result.ts';
import type { UserVerification } from './user-verification.ts';

export type PhonesDeps = {
  store: Store;
  now: () => number;
  newId?: () => string;
  /** Derives the codes of invitations. Kept outside the database. */
  codeKey: Uint8Array;
  links: LinkTokens;
  userVerification: UserVerification;
  /** Where people's browsers find the phone app. */
  origin: () => string;
  /** The service's VAPID key (RFC 8292). */
  pushKey: string;
  /** A loopback push service that is taken as well, for development and tests. */
  testOrigin: string | undefined;
  /** The channels that this service has a provider for. */
  configured: ReadonlySet<Channel>;
  /** Tells the outbox that a notice or an alert waits. */
  kick: () => void;
};

export type ByKey = { thumbprint: string; publicKey: PublicKey };
export type CredentialOptions = z.infer<typeof CredentialOptionsSchema>;

/** All that can be asked of end users' phones. Made by `createPhones(deps)`. Tokens are those of links. */
export type Phones = {
  openInvitation(token: string): Promise<Result<Invitation>>;
  sendInvitationCode(token: string): Promise<Result<Invitation>>;
  enrol(key: ByKey, request: { invitation: string; code: string; phoneName: string }): Promise<Result<PhoneState>>;
  read(who: SignedInPhone): Promise<Result<PhoneState>>;
  subscribe(who: SignedInPhone, subscription: Subscription | null): Promise<Result<PhoneState>>;
  remove(who: SignedInPhone, phoneId: string): Promise<Result<undefined>>;
  inviteByPhone(who: SignedInPhone): Promise<Result<PhoneInvitation>>;
  inviteByTechnician(who: SignedIn, verificationId: string): Promise<Result<Invited>>;
  makeCredentialOptions(who: SignedInPhone): Promise<Result<CredentialOptions>>;
  addCredential(who: SignedInPhone, credential: Credential): Promise<Result<PhoneState>>;
  /** Queues links that remove the phones of every account with this address; tells nobody whether there is one. */
  reportLost(address: string): Promise<void>;
  useLink(token: string): Promise<Result<LinkDone>>;
};
