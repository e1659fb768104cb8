import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';

/** The keys that open the panel (empty when none are set), and where the browser lets people change them. */
export type Shortcut = { keys: string; settings: string };

/** Where the browser of this user agent lets people change the keys of its extensions. */
export function shortcutSettings(userAgent: string): string {
  if (userAgent.includes('Firefox/')) return 'about:addons, the gear, Manage Extension Shortcuts';
  return `${userAgent.includes('Edg/') ? 'edge' : 'chrome'}://extensions/shortcuts`;
}

/** As the browser has it when the page opens; undefined until then. */
export function useShortcut(): Shortcut | undefined {
  const [shortcut, setShortcut] = useState<Shortcut>();
  useEffect(() => void browser.commands.getAll().then(([command]) => setShortcut({ keys: command?.shortcut ?? '', settings: shortcutSettings(navigator.userAgent) })), []);
  return shortcut;
}
