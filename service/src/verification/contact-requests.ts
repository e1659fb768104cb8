import type { Doubt, Exception } from '#contract/connectwise';
import type { AskException, ResolveContact } from '#contract/requests';
import type { ContactOptions } from '#contract/verification';
import { methods } from '#contract/words';
import type { OfferFacts } from '../store/store.ts';
import type { SignedIn, VerificationRow } from '../store/types.ts';
import { whyUnavailable } from './availability.ts';
import { lookUpOf } from './evidence.ts';
import { askedEvent, decideException, newException, viewException } from './exceptions.ts';
import type { ExceptionDecision } from './exceptions.ts';
import { judgeContact } from './judge-contact.ts';
import type { Judged } from './judge-contact.ts';
import { locate } from './locate.ts';
import { offerFor } from './offer.ts';
import { effectivePolicy } from './policy.ts';
import type { Result } from './result.ts';
import { startKeyFor } from './start-key.ts';
import { searchContacts } from './search-contacts.ts';
import { isOverdue } from './times.ts';
import type { Verifications, VerificationsDeps } from './types.ts';

type Deps = Required<VerificationsDeps> & { expire: (tenantId: string, id: string) => Promise<VerificationRow | undefined> };

/** What a technician asks about a contact before SEND. */
export function createContactRequests(deps: Deps): Pick<Verifications, 'resolve' | 'searchContacts' | 'askException' | 'decideException'> {
  return {
    resolve: (who, request) => resolve(deps, who, request),
    searchContacts: (who, request) => searchContacts(deps, who, request),
    askException: (who, request) => askException(deps, who, request),
    decideException: (who, id, decision) => decide(deps, who, id, decision),
  };
}

async function resolve(deps: Deps, who: SignedIn, request: ResolveContact): Promise<Result<ContactOptions>> {
  const { store, codeKey, configured } = deps;
  const located = await locate(deps, who.tenant.id, request);
  if (!located.ok) return located;
  const key = startKeyFor(who, located.value, deps.now());
  const seen = await store.readStart(key);
  const over = seen.live && isOverdue(seen.live, deps.now()) ? seen.live : undefined;
  if (over) await deps.expire(who.tenant.id, over.id);
  const facts = over ? await store.readStart(key) : seen;
  return offerFor({ who, located: located.value, customerId: request.customerId, configured, codeKey, now: deps.now() }, facts);
}

async function askException(deps: Deps, who: SignedIn, { doubts, reason, ...request }: AskException): Promise<Result<Exception>> {
  const { store } = deps;
  const found = await locate(deps, who.tenant.id, request);
  if (!found.ok) return found;
  const located = found.value;
  const facts = await store.readStart(startKeyFor(who, located, deps.now()));
  const now = deps.now();
  const judged = judgeContact(located, facts, request.customerId);
  if (!judged.ok) return judged;
  const { account } = judged.value;
  const standing = listStanding(judged.value, deps, facts, now);
  if (!isAll(doubts, standing)) return { ok: false, refusal: { code: 'contact_doubted', doubts: standing } };
  const row = newException({ who, account, contact: located.contact, doubts: standing.filter((doubt) => doubts.includes(doubt)), reason, id: deps.newId(), now });
  await store.addException(row, askedEvent(row, { contactId: lookUpOf(located).contactId, caller: request.caller }));
  return { ok: true, value: viewException(row, who.technician.id) };
}

/** All that stands against going on, a change of an address or number that stops a method included. */
function listStanding({ account, doubts }: Judged, { configured }: Deps, facts: OfferFacts, now: number): Doubt[] {
  const policy = effectivePolicy(facts.tenantPolicy, facts.customerPolicies[account.customerId] ?? {});
  const methodFacts = { account, policy, configured, wrongCodes: facts.wrongCodes, phones: facts.phones, pushStates: facts.pushStates, changeAllowedBefore: 0, now };
  return methods.some((method) => whyUnavailable(method, methodFacts) === 'changed_recently') ? [...doubts, 'changed_recently'] : doubts;
}

/** Whether just what stands was named. A change concerns single methods: it may be left out where something else is named. */
function isAll(named: readonly Doubt[], standing: readonly Doubt[]): boolean {
  return named.every((doubt) => standing.includes(doubt)) && standing.every((doubt) => doubt === 'changed_recently' || named.includes(doubt));
}

async function decide({ store, now }: Deps, who: SignedIn, id: string, decision: ExceptionDecision): Promise<Result<Exception>> {
  const decided = await store.changeException(who.tenant.id, id, (row) => decideException(row, decision, who, now()));
  return decided ?? { ok: false, refusal: { code: 'not_found' } };
}
