import { createPhoneApi } from '../api/create-api.ts';
import { readOrMakeKey } from '../device/phone-key.ts';
import { createPhoneStore } from '../device/phone-store.ts';
import { readPlatform } from '../device/platform.ts';
import { signAnswer } from '../device/sign-answer.ts';
import { canVerifyUser, registerUserVerification, verifyUser } from '../device/user-verification.ts';
import { createAnswers } from './create-answers.ts';
import { createMembership } from './create-membership.ts';
import { createStore } from './create-store.ts';
import { waitOrOnline } from './watch.ts';

export type Services = ReturnType<typeof createServices>;

/** Everything behind the screens, on a real browser. */
export function createServices({ navigator, location, window }: { navigator: Navigator; location: Location; window: Window & typeof globalThis }) {
  const phoneStore = createPhoneStore(window.indexedDB);
  const readKey = () => readOrMakeKey(phoneStore);
  const call = createPhoneApi({ origin: location.origin, readKey, fetch: window.fetch.bind(window) });
  const store = createStore();
  const now = () => Date.now();
  const platform = readPlatform(navigator);
  const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
  const push = { platform, workers, hasPush: 'PushManager' in window, permission: () => ('Notification' in window ? window.Notification.permission : undefined) };
  const membership = createMembership({
    call, phoneStore, store, push, now, canVerifyUser, registerUserVerification,
    askPermission: async () => ('Notification' in window ? window.Notification.requestPermission() : undefined),
  });
  const answers = createAnswers({
    call, store, now, refuse: membership.refuse,
    wait: (milliseconds) => waitOrOnline(window, milliseconds),
    sign: async (terms, decision) => signAnswer((await readKey()).privateKey, terms, decision),
    verifyUser: async (statement) => verifyUser(statement, await phoneStore.findCredentialId(), location.hostname),
    dismiss: (id) => dismissNotification(workers, id),
  });
  return { call, store, phoneStore, membership, answers, platform, workers, now };
}

/** The notification of a request that was answered says nothing true any more. */
async function dismissNotification(workers: ServiceWorkerContainer | undefined, tag: string): Promise<void> {
  const registration = await workers?.getRegistration();
  const shown = await registration?.getNotifications({ tag });
  for (const each of shown ?? []) each.close();
}
