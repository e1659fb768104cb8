import type { Notifications } from '../device/notifications.ts';
import type { Platform } from '../device/platform.ts';

export type NotificationWords = { what: string; steps: string[] };

const openSettings: Record<Platform, string[]> = {
  ios: ['Open the settings of this iPhone or iPad.', 'Open Notifications, then Countersign.', 'Turn on Allow Notifications.'],
  android: ['Touch the sign to the left of the address, or hold the app’s icon and touch App info.', 'Open Permissions or Notifications.', 'Allow notifications.'],
  desktop: ['Click the sign to the left of the address.', 'Find Notifications.', 'Choose Allow, then load this page again.'],
};
const homeScreen = ['In Safari, touch Share (the square with an arrow).', 'Touch Add to Home Screen, then Add.', 'Open Countersign from the Home Screen and add this phone there.'];

/** Why no notification arrives, and how to change that. */
export function notificationWords(state: Exclude<Notifications, 'on'>, platform: Platform): NotificationWords {
  switch (state) {
    case 'asks': return { what: 'Notifications are not turned on yet.', steps: [] };
    case 'refused': return { what: 'Notifications are turned off for this app.', steps: openSettings[platform] };
    case 'home_screen': return { what: 'On an iPhone or iPad, notifications need iOS 16.4 and the app on the Home Screen.', steps: homeScreen };
    case 'unsupported': return { what: 'This browser takes no notifications.', steps: ['Open this page in Chrome, Edge, Firefox or Safari, not in a private window.'] };
    case 'failed': return { what: 'Notifications are allowed, but your browser could not turn them on.', steps: ['Check your connection, and that the browser is up to date.', 'Then try again.'] };
  }
}

/** What it means, wherever it is said. */
export const withoutNotifications = 'Requests show only while this app is open. Your help desk sends you a text message or an e-mail instead.';
