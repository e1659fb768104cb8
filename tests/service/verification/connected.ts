import type { Exception } from '#contract/connectwise';
import type { AskException, StartVerification } from '#contract/requests';
import type { ContactOptions } from '#contract/verification';
import type { SignedIn } from '../../../service/src/store/types.ts';
import type { Result } from '../../../service/src/verification/result.ts';
import { startConnectwiseApi } from '../../support/connectwise-api/connectwise-api.ts';
import { communicationTypes, makeItem } from '../../support/connectwise-api/records.ts';
import type { ApiContact, ApiRecords, ApiTicket } from '../../support/connectwise-api/records.ts';
import { connectTenant } from '../../support/connectwise-client.ts';
import { createHarness, host, request, value } from './harness.ts';

const acme = { id: 7, identifier: 'Acme', name: 'Acme' };
const beta = { id: 8, identifier: 'Beta', name: 'Beta' };
export const [jo, sam, eve] = [501, 502, 503];
export const number = '4711';

function person(id: number, name: string, email: string, company = acme): ApiContact {
  const [firstName = '', lastName = ''] = name.split(' ');
  return { id, firstName, lastName, company, inactiveFlag: false, communicationItems: [makeItem(id, 'Email', email)], lastUpdated: 0 };
}

function ticket(id: number, company = acme): ApiTicket {
  return { id, summary: 'Reset my password', recordType: 'ServiceTicket', company, contact: { id: jo, name: 'Jo Doe' }, contactName: 'Jo Doe', contactEmailAddress: 'jo@acme.example', closedFlag: false };
}

/** Two companies; Jo, Sam and Eve, who is of the other one; two tickets of Jo's and one of a ticket without a contact. */
export function records(): ApiRecords {
  const { contact: _contact, contactName: _name, contactEmailAddress: _email, ...bare } = ticket(4713);
  return {
    companies: [acme, beta].map((company) => ({ ...company, deletedFlag: false })),
    contacts: [person(jo, 'Jo Doe', 'jo@acme.example'), person(sam, 'Sam Roe', 'sam@acme.example'), person(eve, 'Eve Moe', 'eve@beta.example', beta)],
    communicationTypes: [...communicationTypes], tickets: [ticket(4711), ticket(4712), bare], notes: [],
  };
}

export type Connected = Awaited<ReturnType<typeof createConnected>>;
type Page = Parameters<typeof request>[0];
/** Whom a call is about; `page: null` is a typed ticket number. */
export type About = { page?: Page | null; number?: string; site?: string; caller?: StartVerification['caller'] };

function aboutOf({ page = {}, number: typed = number, site = host, caller }: About): Pick<StartVerification, 'contact' | 'ticketNumber' | 'caller'> {
  const named = page === null ? { ticketNumber: typed } : { contact: { ...request(page).contact, ticket: { host: site, number: typed } } };
  return { ...named, ...(caller && { caller }) };
}

/** The core with a simulated ConnectWise beside it: Jo's account is matched to nobody. */
export async function createConnected() {
  const core = await createHarness();
  const api = await startConnectwiseApi({ records: records() });
  await connectTenant(core.store, api, { tenantId: core.tenant.id, site: host, at: core.clock.now });
  await core.addAccount('Acme', 'sam@acme.example', null, 'Sam Roe');
  const bea = await core.signIn('Bea');
  const { contact: _contact, ...how } = request({ method: 'email' });

  return {
    ...core, api, bea,
    resolve: (about: About = {}, who: SignedIn = core.alex): Promise<Result<ContactOptions>> => core.verifications.resolve(who, aboutOf(about)),
    press: (about: About = {}, change: Partial<StartVerification> = {}, { who = core.alex, key = crypto.randomUUID() as string } = {}) => core.verifications.start(who, key, { ...how, ...aboutOf(about), ...change }),
    ask: (doubts: AskException['doubts'], about: About = {}, who: SignedIn = core.alex) => core.verifications.askException(who, { ...aboutOf(about), doubts, reason: 'I know the voice' }),
    search: (text: string, about: About = {}) => core.verifications.searchContacts(core.alex, { ...aboutOf(about), text }),
    decideException: (id: string, decision: 'confirm' | 'refuse' = 'confirm', who: SignedIn = bea) => core.verifications.decideException(who, id, decision),
    /** Matches Jo's account to a contact. */
    match: async (contactId: number, email = 'jo@acme.example') => {
      const [account] = await core.store.listAccounts(core.tenant.id, { email }, '', 1);
      await core.store.matchAccount(core.tenant.id, account!.id, contactId, { type: 'account_matched', at: core.clock.now, technicianId: null, verificationId: null, details: {} });
    },
    accountOf: async (email: string) => (await core.store.listAccounts(core.tenant.id, { email }, '', 1))[0]!,
    /** ConnectWise does not answer any more. */
    breakDown: () => api.setFault(() => 'reset'),
    /** Messages that wait: whoever they are for. */
    waiting: async () => (await core.store.countBacklog()).messages,
    close: async () => {
      await api.close();
      await core.close();
    },
  };
}

/** Asked for by Alex and confirmed by Bea. */
export async function confirmed(house: Connected, doubts: AskException['doubts'], about: About = {}): Promise<Exception> {
  const { id } = value(await house.ask(doubts, about));
  return value(await house.decideException(id));
}
