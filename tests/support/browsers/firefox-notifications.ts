import type { Marionette } from './marionette.ts';
import { poll } from './poll.ts';
import type { ShownNotification } from './shown-notification.ts';

const listScript = `
  return navigator.serviceWorker.getRegistration()
    .then((registration) => registration?.getNotifications() ?? [])
    .then((all) => all.map(({ title, body, tag }) => ({ title, body, tag })));`;

/** Firefox shows a notification as a window of its own, also without a screen. */
const clickScript = `
  for (const alert of Services.wm.getEnumerator('alert:alert')) {
    if (alert.document.getElementById('alertTitleLabel').value !== arguments[0]) continue;
    alert.document.getElementById('alertBox').click();
    return true;
  }
  return false;`;

/** The notifications of the service worker whose page is open. */
export function createPhoneNotifications(marionette: Marionette) {
  return {
    /** Those that are shown now. */
    notifications: () => marionette.script<ShownNotification[]>(listScript),
    /** Clicks the notification with this title; the service worker hears of it. */
    clickNotification: async (title: string) => {
      await marionette.useContext('chrome');
      try {
        await poll(`the notification "${title}"`, () => marionette.script<boolean>(clickScript, [title]));
      } finally {
        await marionette.useContext('content');
      }
    },
  };
}
