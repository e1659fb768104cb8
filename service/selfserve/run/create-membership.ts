import type { Credential, PhoneInvitation, PhoneState } from '#contract/phone';
import type { CallPhoneApi } from '../api/create-api.ts';
import { mayHaveHappened } from '../api/result.ts';
import type { Result, Trouble } from '../api/result.ts';
import { subscribe } from '../device/notifications.ts';
import type { PushDeps } from '../device/notifications.ts';
import type { PhoneStore } from '../device/phone-store.ts';
import type { AppStore } from './create-store.ts';

export type MembershipDeps = {
  call: CallPhoneApi;
  phoneStore: PhoneStore;
  store: AppStore;
  push: PushDeps;
  now(): number;
  askPermission(): Promise<unknown>;
  canVerifyUser(): Promise<boolean>;
  /** Rejects where the person cancels. */
  registerUserVerification(options: unknown): Promise<Credential>;
};
export type Membership = ReturnType<typeof createMembership>;

/** Whether this phone is one of an account's, and what belongs to that: notifications, the other phones, fingerprint. */
export function createMembership({ call, phoneStore, store, push, now, askPermission, canVerifyUser, registerUserVerification }: MembershipDeps) {
  return { start, load, joined, refuse, turnOnNotifications, remove, invite, useUserVerification };

  /** What this phone knows by itself, then what the service says. */
  async function start(): Promise<void> {
    try {
      const [key, tenant] = [await phoneStore.findKey(), await phoneStore.findTenant()];
      // Known from before: what waits is shown before, and also without, an answer about this phone itself.
      store.change({ tenant, ...(key && tenant !== undefined && { membership: 'added' as const }) });
      void canVerifyUser().then((can) => store.change({ canVerifyUser: can }));
      if (key) await load();
      else store.change({ membership: tenant === undefined ? 'not_added' : 'removed' });
    } catch {
      store.change({ membership: 'no_storage' });
    }
  }

  /** Asks who this phone is; without an answer it stays what it was. */
  async function load(): Promise<void> {
    const answer = await call('readPhone');
    if (answer.ok) await joined(answer.value);
    else if (!refuse(answer.trouble)) store.tell({ type: 'unanswered', trouble: answer.trouble });
  }

  async function joined(phone: PhoneState): Promise<void> {
    await phoneStore.writeTenant(phone.tenant);
    store.change({ membership: 'added', tenant: phone.tenant });
    keep(phone);
    // Not waited for: a browser may take seconds, and a request has less than a minute.
    void refreshSubscription(phone);
  }

  /** Whether `trouble` means that this phone is none of the account's; its key is of no use then. */
  function refuse(trouble: Trouble): boolean {
    if (trouble.code !== 'device_unknown') return false;
    store.change({ membership: store.read().tenant === undefined ? 'not_added' : 'removed', phone: undefined });
    return true;
  }

  function keep(phone: PhoneState): void {
    store.change({ phone: { value: phone, receivedAt: now() } });
  }

  /** Browsers change or drop subscriptions at will: at every start the service is told what counts now. */
  async function refreshSubscription(phone: PhoneState): Promise<void> {
    const { state, subscription } = await subscribe(push, phone.pushKey);
    store.change({ notifications: state });
    if (subscription === null && !phone.phone.notifications) return;
    const answer = await call('subscribe', { body: { subscription } });
    if (answer.ok) keep(answer.value);
    else if (answer.trouble.code === 'push_endpoint_refused') store.change({ notifications: 'unsupported' });
    // Where the service has an earlier one, that still holds.
    else if (!refuse(answer.trouble) && subscription !== null && !phone.phone.notifications) store.change({ notifications: 'failed' });
  }

  async function turnOnNotifications(): Promise<void> {
    await askPermission().catch(() => undefined);
    const { phone } = store.read();
    if (phone) await refreshSubscription(phone.value);
  }

  async function remove(id: string): Promise<Result<void>> {
    const answer = await call('removePhone', { id });
    if (!answer.ok && answer.trouble.code !== 'not_found') return answer;
    await load();
    return { ok: true, value: undefined };
  }

  function invite(): Promise<Result<PhoneInvitation>> {
    return call('invitePhoneByPhone');
  }

  /** Has the device ask for fingerprint, face or PIN from now on. */
  async function useUserVerification(): Promise<Result<void>> {
    const options = await call('makeCredentialOptions');
    if (!options.ok) return options;
    const credential = await registerUserVerification(options.value).catch(() => undefined);
    if (!credential) return { ok: false, trouble: { code: 'user_verification_failed' } };
    const added = await call('addCredential', { body: credential });
    // The service takes one for good: where its reply was lost, this may be it.
    if (added.ok || mayHaveHappened(added.trouble)) await phoneStore.writeCredentialId(credential.id);
    if (!added.ok) {
      await load();
      return added;
    }
    keep(added.value);
    return { ok: true, value: undefined };
  }
}
