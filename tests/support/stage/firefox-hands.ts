import type { FirefoxHarness } from '../browsers/firefox.ts';
import { inFront } from '../browsers/firefox-pages.ts';
import type { Hands, Key, Point } from './browser-stage.ts';

/** As X11 calls them. */
const keys: Record<Key, string> = { Tab: 'Tab', ArrowLeft: 'Left', ArrowUp: 'Up' };

/** Where the page's upper left corner stands on the screen. */
export function cornerOf(firefox: FirefoxHarness): Promise<Point> {
  return firefox.evaluate({ browser: inFront }, () => {
    const { mozInnerScreenX, mozInnerScreenY } = window as unknown as { mozInnerScreenX: number; mozInnerScreenY: number };
    return { x: mozInnerScreenX, y: mozInnerScreenY };
  });
}

/** Mouse and keyboard of the screen. */
export function createFirefoxHands(firefox: () => FirefoxHarness): Hands {
  const onScreen = async ({ x, y }: Point): Promise<[number, number]> => {
    const corner = await cornerOf(firefox());
    return [corner.x + x, corner.y + y];
  };
  return {
    click: async (point) => firefox().display.click(...(await onScreen(point))),
    move: async (point) => firefox().display.move(...(await onScreen(point))),
    drag: async (from, to) => firefox().display.drag(await onScreen(from), await onScreen(to)),
    press: async (key) => firefox().display.press(keys[key]),
  };
}

type Element = Record<string, string>;
const idOf = (element: Element) => Object.values(element)[0];

/** The accessible names of buttons, groups and frames in the shadow root of the first element that `host` finds, however closed. */
export async function namesIn({ marionette }: FirefoxHarness, host: string): Promise<string[]> {
  const { command, value } = marionette;
  const found = idOf((await value('WebDriver:FindElement', { using: 'css selector', value: host })) as Element);
  const shadowRoot = idOf((await value('WebDriver:GetShadowRoot', { id: found })) as Element);
  const all = (await command('WebDriver:FindElementsFromShadowRoot', { shadowRoot, using: 'css selector', value: 'button, [role], iframe' })) as Element[];
  const names: string[] = [];
  for (const each of all) names.push((await value('WebDriver:GetComputedLabel', { id: idOf(each) })) as string);
  return names;
}

/** Makes the window so large that its page has this size. */
export async function resize({ marionette, evaluate }: FirefoxHarness, width: number, height: number): Promise<void> {
  const around = await evaluate({ browser: inFront }, () => ({ width: outerWidth - innerWidth, height: outerHeight - innerHeight }));
  await marionette.command('WebDriver:SetWindowRect', { width: width + around.width, height: height + around.height });
}
