import type { ContactOptions, MethodOption, ResolveContact } from '#contract/verification';
import { methods } from '#contract/words';
import type { Method } from '#contract/words';
import type { StartFacts } from '../store/store.ts';
import { chooseAccount } from './account-choice.ts';
import { destinationOf, excludedActions, whyUnavailable } from './availability.ts';
import type { MethodFacts } from './availability.ts';
import { maskDestination } from './mask.ts';
import { effectivePolicy } from './policy.ts';
import type { Result } from './result.ts';
import { viewVerification } from './view.ts';
import type { Viewer } from './view.ts';

/** What the panel may offer for a contact, said before SEND. */
export function offerFor(request: ResolveContact, facts: StartFacts, configured: ReadonlySet<Method>, viewer: Viewer): Result<ContactOptions> {
  const choice = chooseAccount(facts.accounts, request.contact.company, request.customerId);
  if (!choice.ok) return choice;
  const { account, chosen } = choice.value;
  const policy = effectivePolicy(facts.tenantPolicy, facts.customerPolicies[account.customerId] ?? {});
  const options: ContactOptions = {
    account: { name: account.name },
    customer: { id: account.customerId, name: account.customerName, chosen },
    methods: methods.map((method) => offerMethod(method, { account, policy, configured, wrongCodes: facts.wrongCodes })),
    codeCheck: policy.codeCheck,
    actionRequired: policy.actionRequired,
    live: facts.live?.accountId === account.id ? viewVerification(facts.live, viewer) : null,
  };
  return { ok: true, value: options };
}

function offerMethod(method: Method, facts: MethodFacts): MethodOption {
  const reason = whyUnavailable(method, facts);
  const destination = destinationOf(facts.account, method);
  return {
    method,
    available: reason === undefined,
    ...(destination === null ? {} : { destination: maskDestination(method, destination) }),
    ...(reason === undefined ? {} : { reason }),
    excludedActions: excludedActions(method),
  };
}
