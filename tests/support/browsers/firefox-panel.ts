import { createEvaluate } from './firefox-evaluate.ts';
import { exactly, findEnabled } from './firefox-find.ts';
import { podLink } from './chromium.ts';
import { inFront } from './firefox-pages.ts';
import { createSidebar } from './firefox-sidebar.ts';
import type { Marionette } from './marionette.ts';
import { poll } from './poll.ts';

type Click = (x: number, y: number) => void;
type Point = { x: number; y: number };

/** The pod's frame, also in a closed shadow root. Firefox loads an extension's frame in the process of the page around it, so the page's own frame script finds it. */
const podFrame = `
  const roots = [content.document];
  while (roots.length) {
    for (const element of roots.pop().querySelectorAll('*')) {
      if (element.localName === 'iframe' && !element.name && element.src.startsWith('moz-extension://')) {
        element.scrollIntoView({ block: 'center' });
        return element.contentWindow;
      }
      if (element.openOrClosedShadowRoot) roots.push(element.openOrClosedShadowRoot);
    }
  }`;
export const pod = { browser: inFront, frame: podFrame };

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
  const evaluate = createEvaluate(marionette);
  const isOpen = async () => ((await sidebar.url())?.includes('sidepanel') ? true : undefined);
  /** Where the pod's link stands on the screen. */
  const findPod = () => poll('the pod in the ticket', () => evaluate(pod, findEnabled, { selector: 'button', name: exactly(podLink).source }));
  return {
    sidebar,
    findPod,
    /** Clicks the link in the pod. */
    clickPod: async () => {
      const { x, y } = await findPod();
      click(x, y);
    },
    /** The toolbar button of the tab in front, once `openPanel` has put it into the toolbar. */
    readButton: () => marionette.inChrome(() => marionette.script<{ text: string; title: string }>(buttonWords, [addonId])),
    /** Clicks the toolbar button and waits until the sidebar shows the extension. */
    openPanel: async () => {
      if (await isOpen()) return;
      const { x, y } = await poll('the toolbar button', () => marionette.inChrome(() => marionette.script<Point | null>(toolbarButton, [addonId])));
      click(x, y);
      await poll('the sidebar to open', isOpen);
    },
  };
}
