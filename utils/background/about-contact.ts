import type { Api } from '../api/create-api';
import type { Result } from '../api/trouble';
import type { Effect } from '../workflow/state';
import type { Dispatch } from './dispatch';

type AboutContact = Extract<Effect, { name: 'search_contacts' | 'ask_exception' | 'decide_exception' }>;
type Deps = { ask<T>(question: (api: Api) => Promise<Result<T>>): Promise<Result<T>>; dispatch: Dispatch };

/** Who else may be calling, and what a second technician says to doubts. */
export async function askAboutContact({ ask, dispatch }: Deps, key: string, effect: AboutContact): Promise<void> {
  const { about } = effect;
  if (effect.name === 'search_contacts') {
    const { text } = effect;
    const result = await ask((api) => api.searchContacts({ ...bodyOf(effect), text }));
    await dispatch(key, result.ok ? { name: 'searched', about, text, found: result.value } : { name: 'search_failed', about, text, trouble: result.trouble });
    return;
  }
  const result = await ask((api) => (effect.name === 'ask_exception' ? api.askException({ ...bodyOf(effect), doubts: effect.doubts, reason: effect.reason }) : api.decideException(effect.exceptionId, effect.decision)));
  await dispatch(key, result.ok ? { name: 'exception', about, exception: result.value } : { name: 'exception_failed', about, trouble: result.trouble });
}

function bodyOf({ about, customerId }: Extract<AboutContact, { name: 'search_contacts' | 'ask_exception' }>) {
  return { ...about, ...(customerId === undefined ? {} : { customerId }) };
}
