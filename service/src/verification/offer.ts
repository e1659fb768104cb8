import type { ContactOptions, MethodOption } from '#contract/verification';
import { methods } from '#contract/words';
import type { Channel, Method, UnavailableReason } from '#contract/words';
import type { OfferFacts } from '../store/store.ts';
import type { DayTotals, SignedIn } from '../store/types.ts';
import { destinationOf, excludedActions, phonesOf, takesNotifications, whyUnavailable } from './availability.ts';
import type { MethodFacts } from './availability.ts';
import type { Wording } from './day-limits.ts';
import { costOf, findDayLimit } from './day-limits.ts';
import { viewRecord } from './evidence.ts';
import type { Located } from './evidence.ts';
import { changeAllowedBy, findCover, shownException } from './exceptions.ts';
import { judgeContact } from './judge-contact.ts';
import { describePhones, maskDestination } from './mask.ts';
import { effectivePolicy } from './policy.ts';
import type { Result } from './result.ts';
import { findVerified } from './verified-window.ts';
import { viewVerification } from './view.ts';

export type OfferInput = { who: SignedIn; located: Located; customerId: string | undefined; configured: ReadonlySet<Method>; codeKey: Uint8Array; now: number };
type MethodOfferFacts = MethodFacts & { today: DayTotals; words: Omit<Wording, 'lifeSeconds'> };

/** What the panel may offer for a contact, said before SEND. */
export function offerFor({ who, located, customerId, configured, codeKey, now }: OfferInput, facts: OfferFacts): Result<ContactOptions> {
  const judged = judgeContact(located, facts, customerId);
  if (!judged.ok) return judged;
  const { account, chosen, doubts } = judged.value;
  const { contact, evidence } = located;
  const policy = effectivePolicy(facts.tenantPolicy, facts.customerPolicies[account.customerId] ?? {});
  const { wrongCodes, phones, pushStates, today, live, flag, decided } = facts;
  const words = { tenantName: who.tenant.name, technicianName: who.technician.name, ticketNumber: contact.ticket.number, action: null, direction: 'inbound' as const };
  const key = { technicianId: who.technician.id, accountId: account.id, contact, now };
  const changeAllowedBefore = changeAllowedBy(findCover(facts.exceptions, key, doubts));
  const options: ContactOptions = {
    ticket: contact.ticket,
    record: viewRecord(evidence),
    doubts,
    exception: shownException(facts.exceptions, key),
    account: { name: account.name },
    customer: { id: account.customerId, name: account.customerName, chosen },
    methods: methods.map((method) => offerMethod(method, { account, policy, configured, wrongCodes, phones, pushStates, changeAllowedBefore, now, today, words })),
    codeCheck: policy.codeCheck,
    actionRequired: policy.actionRequired,
    flaggedAt: flag?.at ?? null,
    live: live?.accountId === account.id ? viewVerification(live, wrongCodes, { technicianId: who.technician.id, now, codeKey }) : null,
    verified: findVerified(account.id, contact, { decided, verifiedMinutes: policy.verifiedMinutes, now }),
    now,
  };
  return { ok: true, value: options };
}

function offerMethod(method: Method, facts: MethodOfferFacts): MethodOption {
  const reason = whyUnavailable(method, facts) ?? usedUp(method, facts);
  return {
    method,
    available: reason === undefined,
    ...(method === 'push' ? describePush(facts) : describeChannel(method, facts)),
    ...(reason === undefined ? {} : { reason }),
    excludedActions: excludedActions(method),
  };
}

function describeChannel(channel: Channel, { account }: MethodOfferFacts): Pick<MethodOption, 'destination'> {
  const destination = destinationOf(account, channel);
  return destination === null ? {} : { destination: maskDestination(channel, destination) };
}

/** The phones that a push would go to; where none takes notifications, those that are there. */
function describePush({ account, phones }: MethodOfferFacts): Pick<MethodOption, 'destination' | 'lastSeenAt'> {
  const own = phonesOf(phones, account);
  if (own.length === 0) return {};
  const reached = own.filter(takesNotifications);
  const seen = own.flatMap(({ lastSeenAt }) => lastSeenAt ?? []);
  return { destination: describePhones(reached.length > 0 ? reached : own), lastSeenAt: seen.length > 0 ? Math.max(...seen) : null };
}

/** What is asked for is not chosen yet: without it the message is at its shortest, so nothing is ruled out that could be sent. */
function usedUp(method: Method, { policy, today, words }: MethodOfferFacts): UnavailableReason | undefined {
  const limit = findDayLimit(today, policy.daily, costOf(method, { ...words, lifeSeconds: policy.lifeSeconds[method] }, policy));
  return limit && `daily_limit_${limit}`;
}
