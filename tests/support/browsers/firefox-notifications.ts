import type { Marionette } from './marionette.ts';
import { poll } from './poll.ts';
import type { ShownNotification } from './shown-notification.ts';

const listScript = `
  return navigator.serviceWorker.getRegistration()
    .then((registration) => registration?.getNotifications() ?? [])
    .then((all) => all.map(({ title, body, tag }) => ({ title, body, tag })));`;

/** Firefox shows a notification as a window of its own, also without a screen. It hears clicks only once it is active, after it has its title. */
const clickScript = `
  for (const alert of Services.wm.getEnumerator('alert:alert')) {
    if (!alert.gIsActive || alert.document.getElementById('alertTitleLabel').value !== arguments[0]) continue;
    alert.document.getElementById('alertBox').click();
    return true;
  }
  return false;`;

const permitScript = `
  const principal = Services.scriptSecurityManager.createContentPrincipalFromOrigin(arguments[0]);
  Services.perms.addFromPrincipal(principal, 'desktop-notification', arguments[1] ? Services.perms.ALLOW_ACTION : Services.perms.DENY_ACTION);`;

/** The notifications of the service worker whose page is open. */
export function createPhoneNotifications(marionette: Marionette) {
  const permit = (origin: string, isAllowed: boolean) => marionette.inChrome(() => marionette.script<void>(permitScript, [origin, isAllowed]));
  return {
    /** Those that are shown now. */
    notifications: () => marionette.script<ShownNotification[]>(listScript),
    /** Clicks the notification with this title; the service worker hears of it. */
    clickNotification: (title: string) => marionette.inChrome(() => poll(`the notification "${title}"`, () => marionette.script<boolean>(clickScript, [title]))),
    /** As the person says in the browser's settings for the site. */
    allowNotifications: (origin: string) => permit(origin, true),
    denyNotifications: (origin: string) => permit(origin, false),
  };
}
