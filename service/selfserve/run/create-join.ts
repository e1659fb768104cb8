import type { PhoneState } from '#contract/phone';
import type { CallPhoneApi } from '../api/create-api.ts';
import { mayHaveHappened } from '../api/result.ts';
import type { Trouble } from '../api/result.ts';
import { nextJoin } from '../state/join.ts';
import type { Join, JoinEvent } from '../state/join.ts';

export type JoinDeps = { call: CallPhoneApi; now(): number; onChange(state: Join): void; onAdded(phone: PhoneState): Promise<void> };
export type JoinFlow = ReturnType<typeof createJoin>;

/** Adds this phone with the invitation `token`. */
export function createJoin(token: string, { call, now, onChange, onAdded }: JoinDeps) {
  let state: Join = { step: 'opening' };
  const invitation = { invitation: token };
  const tell = (event: JoinEvent) => {
    state = nextJoin(state, event);
    onChange(state);
  };

  return { open, hasCode: () => tell({ type: 'has_code' }), sendCode, add };

  async function open(): Promise<void> {
    const answer = await call('openInvitation', { body: invitation });
    tell(answer.ok ? { type: 'opened', invitation: answer.value, at: now() } : { type: 'not_opened', trouble: answer.trouble });
  }

  async function sendCode(): Promise<void> {
    tell({ type: 'sending_code' });
    const answer = await call('sendInvitationCode', { body: invitation });
    tell(answer.ok ? { type: 'code_sent', invitation: answer.value, at: now() } : { type: 'refused', trouble: answer.trouble });
  }

  async function add(code: string, phoneName: string): Promise<void> {
    tell({ type: 'adding' });
    const answer = await call('enrol', { body: { ...invitation, code, phoneName } });
    const phone = answer.ok ? answer.value : await findLost(answer.trouble);
    if (phone) {
      await onAdded(phone);
      tell({ type: 'added' });
    } else if (!answer.ok) tell({ type: 'refused', trouble: answer.trouble });
  }

  /** An invitation works once: where the service's "yes" was lost on the way, the second try is refused, and yet the phone is in. */
  async function findLost(trouble: Trouble): Promise<PhoneState | undefined> {
    if (!mayHaveHappened(trouble) && trouble.code !== 'invitation_over') return undefined;
    const answer = await call('readPhone');
    return answer.ok ? answer.value : undefined;
  }
}
