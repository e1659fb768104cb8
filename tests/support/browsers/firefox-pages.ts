import type { Marionette } from './marionette.ts';
import { poll } from './poll.ts';

type Element = Record<string, string>;

/** The page of the tab in front. */
export const inFront = 'return window_.gBrowser.selectedBrowser;';

/** What is done in tabs, and to the page of the current one. */
export function createPageActions(marionette: Marionette) {
  const find = async (xpath: string) => {
    const element = (await poll(xpath, () => marionette.value('WebDriver:FindElement', { using: 'xpath', value: xpath }))) as Element;
    return Object.values(element)[0];
  };
  const switchTo = (handle: string) => marionette.command('WebDriver:SwitchToWindow', { handle, focus: true });
  return {
    goto: (url: string) => marionette.command('WebDriver:Navigate', { url }),
    reload: () => marionette.command('WebDriver:Refresh'),
    /** Waits until the page shows a text that matches. */
    sees: (pattern: RegExp) => poll(`${pattern} in the page`, async () => pattern.test(await marionette.script<string>('return document.body.innerText'))),
    /** Clicks what `xpath` finds. */
    click: async (xpath: string) => marionette.command('WebDriver:ElementClick', { id: await find(xpath) }),
    /** Types into what `xpath` finds. */
    type: async (xpath: string, text: string) => {
      const id = await find(xpath);
      await marionette.command('WebDriver:ElementClear', { id });
      await marionette.command('WebDriver:ElementSendKeys', { id, text });
    },
    /** Opens a tab in front, and answers its handle. */
    newTab: async () => {
      const { handle } = (await marionette.command('WebDriver:NewWindow', { type: 'tab', focus: true })) as { handle: string };
      await switchTo(handle);
      return handle;
    },
    switchTo,
    closeTab: () => marionette.command('WebDriver:CloseWindow'),
    currentTab: async () => (await marionette.value('WebDriver:GetWindowHandle', {})) as string,
  };
}
