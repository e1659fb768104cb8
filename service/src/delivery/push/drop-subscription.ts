import type { Store } from '../../store/store.ts';
import type { PushPhone } from '../types.ts';

/** Forgets where a phone took notifications, unless it has subscribed anew meanwhile. The phone stays. */
export function createDropSubscription({ store, now }: { store: Pick<Store, 'changePhones'>; now: () => number }) {
  return async ({ id, tenantId, accountId, endpoint }: PushPhone): Promise<void> => {
    await store.changePhones(tenantId, accountId, ({ phones }) => {
      const phone = phones.find((one) => one.id === id && one.endpoint === endpoint);
      if (!phone) return { result: undefined, audit: [] };
      const details = { accountId, phoneId: id, because: 'subscription_gone' };
      return {
        result: undefined,
        phones: [{ ...phone, endpoint: null, p256dh: null, auth: null }],
        audit: [{ type: 'phone_unsubscribed', at: now(), technicianId: null, verificationId: null, details }],
      };
    });
  };
}
