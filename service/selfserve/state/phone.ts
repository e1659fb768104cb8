import type { PhoneState } from '#contract/phone';
import type { Notifications } from '../device/notifications.ts';
import type { Received } from './clock.ts';
import { noRequests } from './requests.ts';
import type { Requests } from './requests.ts';

/** All that the app knows. `removed`: it was added once, and the service no longer knows it. `no_storage`: this browser keeps no key. */
export type AppState = {
  membership: 'unknown' | 'not_added' | 'removed' | 'added' | 'no_storage';
  /** Whose help desk this phone was added for, also while the service cannot be reached. */
  tenant: string | undefined;
  phone: Received<PhoneState> | undefined;
  notifications: Notifications | undefined;
  /** Whether this device could ask for fingerprint, face or PIN. */
  canVerifyUser: boolean;
  requests: Requests;
};

export const atStart: AppState = { membership: 'unknown', tenant: undefined, phone: undefined, notifications: undefined, canVerifyUser: false, requests: noRequests };
