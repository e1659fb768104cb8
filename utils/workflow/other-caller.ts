import { sameAbout, withCaller } from './about';
import { askedBy } from './asked';
import type { FlowEvent, Intent, Search, Step } from './state';
import { type FlowOf, go, lookUp, stay } from './step';

/** The caller is not the ticket's contact: another one of its company is searched for and chosen. */

type Choosing = FlowOf<'ready'> | FlowOf<'not_found'>;
type SearchEvent = Extract<FlowEvent, { name: 'searched' | 'search_failed' }>;

/** What `intent` about the caller leads to; undefined where it is about something else. */
export function pressAboutCaller(flow: Choosing, intent: Intent): Step | undefined {
  switch (intent.name) {
    case 'search':
      return search(flow, intent.text);
    case 'choose_caller': {
      const { contactId, reason } = intent;
      return mayChoose(flow, contactId) ? lookUp(withCaller(flow.about, { contactId, reason })) : stay(flow);
    }
    case 'ticket_contact':
      return flow.about.caller ? lookUp(withCaller(flow.about)) : stay(flow);
    default:
      return undefined;
  }
}

/** Only the answer to the newest question counts. */
export function onSearched(flow: Choosing, event: SearchEvent): Step {
  const { text } = event;
  if (!isSearching(flow.search) || flow.search?.text !== text || !sameAbout(flow.about, event.about)) return stay(flow);
  return go({ ...flow, search: event.name === 'searched' ? { text, found: event.found } : { text, trouble: event.trouble } });
}

/** Asks once more what a worker that died had asked. */
export function searchAgain(flow: Choosing): Step {
  return flow.search && isSearching(flow.search) ? search(flow, flow.search.text) : stay(flow);
}

function search(flow: Choosing, text: string): Step {
  return go({ ...flow, search: { text } }, { name: 'search_contacts', ...askedBy(flow), text });
}

/** Whether its answer is waited for. */
export function isSearching(search: Search | undefined): boolean {
  return search !== undefined && !search.found && !search.trouble;
}

/** Nobody but who was found, and is known to have an account. */
function mayChoose({ search: seen }: Choosing, contactId: number): boolean {
  return seen?.found?.contacts.some((one) => one.contactId === contactId && one.hasAccount) === true;
}
