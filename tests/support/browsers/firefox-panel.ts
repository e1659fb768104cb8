import { createSidebar } from './firefox-sidebar.ts';
import type { Marionette } from './marionette.ts';
import { poll } from './poll.ts';

type Click = (x: number, y: number) => void;
type Box = { x: number; y: number };

/**
 * Where the pod's frame stands on the screen, also in a closed shadow root. Firefox loads an extension's frame in the process of the
 * page around it, so the page's own frame script finds it.
 */
const podScript = `
  const roots = [content.document];
  let box;
  while (roots.length && !box) {
    for (const element of roots.pop().querySelectorAll('*')) {
      if (element.localName === 'iframe' && element.src.startsWith('moz-extension://')) {
        element.scrollIntoView({ block: 'center' });
        const link = element.contentDocument?.querySelector('a, button')?.getBoundingClientRect();
        const frame = element.getBoundingClientRect();
        if (link?.width > 0) box = { x: content.mozInnerScreenX + frame.x + link.x + link.width / 2, y: content.mozInnerScreenY + frame.y + link.y + link.height / 2 };
      }
      if (element.openOrClosedShadowRoot) roots.push(element.openOrClosedShadowRoot);
    }
  }
  sendAsyncMessage('countersign:pod', box ?? null);`;

const askPage = `
  const done = arguments[arguments.length - 1];
  const manager = Services.wm.getMostRecentWindow('navigator:browser').gBrowser.selectedBrowser.messageManager;
  const listener = (message) => { manager.removeMessageListener('countersign:pod', listener); done(message.data); };
  manager.addMessageListener('countersign:pod', listener);
  manager.loadFrameScript('data:,' + encodeURIComponent(arguments[0]), false);`;

/** A person pins the button; Firefox puts it into the menu of extensions at first. */
const toolbarButton = `
  const window_ = Services.wm.getMostRecentWindow('navigator:browser');
  const id = arguments[0].toLowerCase().replace(/[^a-z0-9_-]/g, '_') + '-browser-action';
  window_.CustomizableUI.addWidgetToArea(id, 'nav-bar');
  const box = window_.document.getElementById(id)?.getBoundingClientRect();
  return box?.width > 0 ? { x: window_.mozInnerScreenX + box.x + box.width / 2, y: window_.mozInnerScreenY + box.y + box.height / 2 } : null;`;

/** What the button says now: its badge, and its title in words. */
const buttonWords = `
  const id = arguments[0].toLowerCase().replace(/[^a-z0-9_-]/g, '_') + '-browser-action';
  const button = Services.wm.getMostRecentWindow('navigator:browser').document.getElementById(id)?.querySelector('[badge], [tooltiptext]');
  return { text: button?.getAttribute('badge') ?? '', title: button?.getAttribute('tooltiptext') ?? '' };`;

/** The ways a technician reaches the sidebar, with the mouse. */
export function createPanelActions(marionette: Marionette, click: Click, addonId: string) {
  const sidebar = createSidebar(marionette, click);
  const place = async (what: string, ask: () => Promise<Box | null>): Promise<Box> => {
    await marionette.useContext('chrome');
    try {
      return await poll(what, async () => (await ask()) ?? undefined);
    } finally {
      await marionette.useContext('content');
    }
  };
  const isOpen = async () => ((await sidebar.url())?.includes('sidepanel') ? true : undefined);
  return {
    /** Clicks the link in the pod. */
    clickPod: async () => {
      const { x, y } = await place('the pod in the ticket', () => marionette.asyncScript<Box | null>(askPage, [podScript]));
      click(x, y);
    },
    /** The toolbar button of the tab in front, once `openPanel` has put it into the toolbar. */
    readButton: async () => {
      await marionette.useContext('chrome');
      try {
        return await marionette.script<{ text: string; title: string }>(buttonWords, [addonId]);
      } finally {
        await marionette.useContext('content');
      }
    },
    /** Clicks the toolbar button and waits until the sidebar shows the extension. */
    openPanel: async () => {
      if (await isOpen()) return;
      const { x, y } = await place('the toolbar button', () => marionette.script<Box | null>(toolbarButton, [addonId]));
      click(x, y);
      await poll('the sidebar to open', isOpen);
    },
  };
}
