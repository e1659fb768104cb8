import type { Verification } from '#contract/verification';
import type { Api } from '../api/create-api';
import { type Result, mayHaveHappened, unreachable } from '../api/trouble';
import type { Effect, FlowEvent, Received, Trouble } from '../workflow/state';
import { askAboutContact } from './about-contact';
import type { Connection } from './connection';
import type { Dispatch } from './dispatch';
import type { PageReader } from './page-reader';
import type { Watcher } from './watcher';

type EffectDeps = {
  now(): number;
  connection: Connection;
  dispatch: Dispatch;
  watcher: Watcher;
  pages: PageReader;
  note(trouble: Trouble | undefined): Promise<void>;
  /** Whether somebody has just this ticket and contact in front of them, and we are signed in. */
  mayLookUp(effect: Extract<Effect, { name: 'look_up' }>): Promise<boolean>;
};
type EffectOf<Name extends Effect['name']> = Extract<Effect, { name: Name }>;
/** A press on a verification that is under way: the answer is the verification. */
type Press = EffectOf<'decide' | 'try_code' | 'resend' | 'more_time' | 'cancel'>;

const noWay: Result<never> = { ok: false, trouble: { code: 'signed_out' } };

/** Carries effects out and feeds what came of them back in as events. */
export function createEffects(deps: EffectDeps) {
  const { connection, dispatch } = deps;
  const lookingUp = new Set<string>();

  return async function run(key: string, effect: Effect): Promise<void> {
    switch (effect.name) {
      case 'look_up':
        return lookUp(key, effect);
      case 'read_page':
        return deps.pages.confirm(key, effect);
      case 'start':
        return start(key, effect);
      case 'watch':
        return deps.watcher.follow(key, effect.id);
      case 'invite':
        return invite(key, effect);
      case 'read_again':
        return readAgain(key, effect);
      case 'search_contacts':
      case 'ask_exception':
      case 'decide_exception':
        return askAboutContact({ ask, dispatch }, key, effect);
      default:
        return press(key, effect);
    }
  };

  async function ask<T>(question: (api: Api) => Promise<Result<T>>): Promise<Result<T>> {
    const result = await connection.get().then((api) => (api ? question(api) : noWay), () => unreachable);
    void deps.note(result.ok ? undefined : result.trouble);
    return result;
  }

  async function lookUp(key: string, effect: EffectOf<'look_up'>): Promise<void> {
    const { name: _name, ...asked } = effect;
    const mark = JSON.stringify([key, asked]);
    if (lookingUp.has(mark)) return;
    lookingUp.add(mark);
    try {
      if (!(await deps.mayLookUp(effect))) return;
      const { about, ...customer } = asked;
      const result = await ask((api) => api.resolve({ ...about, ...customer }));
      if (result.ok) await dispatch(key, { name: 'looked_up', ...asked, options: result.value, receivedAt: deps.now() });
      else await dispatch(key, { name: 'look_up_failed', ...asked, trouble: result.trouble });
    } finally {
      lookingUp.delete(mark);
    }
  }

  async function start(key: string, { about, request }: EffectOf<'start'>): Promise<void> {
    const { idempotencyKey, ...rest } = request;
    const result = await ask((api) => api.start(idempotencyKey, { ...about, ...rest }));
    if (result.ok) await dispatch(key, { name: 'started', idempotencyKey, received: received(result.value) });
    else await dispatch(key, { name: mayHaveHappened(result.trouble) ? 'start_lost' : 'start_refused', idempotencyKey, trouble: result.trouble });
  }

  async function press(key: string, effect: Press): Promise<void> {
    const result = await ask((api) => request(api, effect));
    const event: FlowEvent = result.ok
      ? { name: 'answered', received: received(result.value) }
      : { name: 'intent_failed', id: effect.id, trouble: result.trouble };
    await dispatch(key, event);
  }

  async function invite(key: string, { id }: EffectOf<'invite'>): Promise<void> {
    const result = await ask((api) => api.invite(id));
    if (result.ok) await dispatch(key, { name: 'invited', id, invited: result.value });
    else await dispatch(key, mayHaveHappened(result.trouble) ? { name: 'invite_lost', id } : { name: 'invite_refused', id, trouble: result.trouble });
  }

  /** A read that fails is made again as long as somebody looks. */
  async function readAgain(key: string, { id }: EffectOf<'read_again'>): Promise<void> {
    const result = await ask((api) => api.read(id));
    if (result.ok) await dispatch(key, { name: 'verification', received: received(result.value) });
  }

  function received(verification: Verification): Received {
    return { verification, receivedAt: deps.now() };
  }
}

function request(api: Api, effect: Press): Promise<Result<Verification>> {
  switch (effect.name) {
    case 'decide':
      return api.decide(effect.id, effect.decision);
    case 'try_code':
      return api.tryCode(effect.id, effect.code, effect.attempt);
    case 'resend':
      return api.resend(effect.id, effect.afterSend);
    case 'more_time':
      return api.extend(effect.id);
    case 'cancel':
      return api.cancel(effect.id);
  }
}
