import { createEvaluate, type EvaluateOptions } from './firefox-evaluate.ts';
import { exactly, findEnabled } from './firefox-find.ts';
import type { Marionette } from './marionette.ts';
import { poll } from './poll.ts';

export type Sidebar = ReturnType<typeof createSidebar>;

/** The extension's page in the open sidebar, or in the popup below the toolbar button. */
const panel = `
  const docked = window_.SidebarController?.isOpen ? window_.SidebarController.browser?.contentDocument?.getElementById('webext-panels-browser') : undefined;
  return docked ?? window_.document.querySelector('browser[webextension-view-type="popup"]');`;

/** The real sidebar of the browser: what stands in it, and real clicks on it. */
export function createSidebar(marionette: Marionette, click: (x: number, y: number) => void) {
  const evaluateIn = createEvaluate(marionette);
  const evaluate = <T, A = void>(fn: (arg: A) => T | Promise<T>, arg?: A, options?: EvaluateOptions) => evaluateIn({ browser: panel }, fn, arg, options);
  const find = (selector: string, name: RegExp) => poll(`${name} in the sidebar`, () => evaluate(findEnabled, { selector, name: name.source }));
  return {
    /** Runs a function in the page. */
    evaluate,
    /** The address of the page in the open sidebar; null while it is closed. */
    url: () => marionette.inChrome(() => marionette.script<string | null>(`const window_ = Services.wm.getMostRecentWindow('navigator:browser'); return window_.SidebarController?.isOpen ? ((() => { ${panel} })()?.currentURI?.spec ?? null) : null;`)),
    /** Waits until the page shows a text that matches, and answers all of it. */
    sees: (pattern: RegExp, timeoutMs?: number) =>
      poll(`${pattern} in the sidebar`, async () => {
        const text = await evaluate(() => document.body.innerText);
        if (!pattern.test(text)) throw new Error(`it shows "${text}"`);
        return text;
      }, timeoutMs),
    /** Clicks the enabled button with exactly this name, with the mouse. */
    click: async (name: string) => {
      const { x, y } = await find('button', exactly(name));
      click(x, y);
    },
    /** Turns on the radio button or switch whose label matches, with the mouse, and waits until it is on. */
    turnOn: async (role: 'radio' | 'switch', name: RegExp) => {
      const selector = role === 'radio' ? 'input[type="radio"]' : 'input[role="switch"]';
      const { x, y, checked } = await find(selector, name);
      if (checked) return;
      click(x, y);
      await poll(`${name} to be on`, async () => (await evaluate(findEnabled, { selector, name: name.source }))?.checked);
    },
  };
}
