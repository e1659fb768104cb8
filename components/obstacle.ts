import type { MethodOption } from '#contract/verification';
import type { Action } from '#contract/words';
import { excludedWords, unavailableWords } from './words';

/** Why `option` cannot be used for `action`, in words; undefined where it can. */
export function obstacle(option: MethodOption, action: Action | null): string | undefined {
  if (!option.available) return unavailableWords[option.reason ?? 'not_allowed'];
  return action !== null && option.excludedActions.includes(action) ? excludedWords : undefined;
}
