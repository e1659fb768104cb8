import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { podSelector } from '../../utils/pod/pod-selector.ts';
import { poll } from '../support/browsers/poll.ts';
import { stays } from '../support/browsers/stays.ts';
import type { BrowserStage, Place, Point } from '../support/stage/browser-stage.ts';
import { browsers } from '../support/stage/browsers.ts';
import { tickets } from '../support/stage/cast.ts';

type Box = Point & { width: number; height: number };
const saveButtons = ['Save', 'SaveAndClose', 'Delete'].map((name) => `.cw_ToolbarButton_${name}`);

describe.each(browsers)('the pod in the ticket, in $browser on a screen of its own', ({ browser, openStage }) => {
  let stage: BrowserStage;

  const boxOf = async (selector: string) => (await stage.page.evaluate(measure, selector)) as Box;
  const box = () => boxOf(podSelector);
  const pods = (on: Place = stage.page) => on.evaluate((selector) => document.querySelectorAll(selector).length, podSelector);
  const untilPods = (what: string, count: number, on: Place = stage.page) => poll(what, async () => (await pods(on)) === count);
  /** How far its lower right corner is from the window's: the open side panel takes its width from the window. */
  const fromCorner = () => stage.page.evaluate((selector) => {
    const { right, bottom } = document.querySelector(selector)!.getBoundingClientRect();
    return [document.documentElement.clientWidth - right, document.documentElement.clientHeight - bottom];
  }, podSelector);
  const place = async (where: (box: Box) => Point) => where(await box());
  const handle = () => place(({ x, y, height }) => ({ x: x + 12, y: y + height / 2 }));
  const folding = () => place(({ x, y, width }) => ({ x: x + width - 15, y: y + 41 }));
  const hiding = () => place(({ x, y, width }) => ({ x: x + width - 15, y: y + 15 }));
  const becomes = (what: string, is: (box: Box) => boolean) => poll(what, async () => {
    const now = await box();
    return is(now) && now;
  });
  const addStyle = (content: string) => stage.page.evaluate((text) => document.head.append(Object.assign(document.createElement('style'), { textContent: text })), content);
  const addClass = (name: string) => stage.page.evaluate((word) => document.body.classList.add(word), name);
  const untilCard = () => poll('the card', () => stage.page.evaluate((selector) => document.querySelector(selector)?.parentElement === document.body, podSelector));
  const float = async () => {
    await stage.page.evaluate(() => window.cw.dropCompanyPod());
    await untilCard();
  };
  const onTop = (selector: string) => stage.page.evaluate(findOnTop, selector);
  const tone = () => stage.pod.evaluate(() => `${document.documentElement.dataset['tone']}, ${getComputedStyle(document.body).backgroundColor}`);
  const openTicket = async () => {
    await stage.openTicket(tickets.jo.number);
    await poll('the link in the pod', () => stage.pod.evaluate(() => document.body.innerText.includes('Identity Verification')));
  };

  beforeAll(async () => {
    stage = await openStage({ onScreen: true });
    await stage.signIn(); // who has not agreed is asked at each start, in a tab of its own
  });
  beforeEach(openTicket);
  afterAll(() => stage?.close());

  test('Alt+Shift+K, pressed on the keyboard, opens the panel', async () => {
    await stage.hands.click({ x: 600, y: 600 });
    await (await stage.openPanelByKeys()).sees(tickets.jo.email);
  });

  test('below the company pod it is as wide as its column and as dark as the page', async () => {
    const { x, width } = await boxOf('.pod_service_ticket_company');
    expect(await box()).toMatchObject({ x, width });
    expect(await tone()).toBe('light, rgb(255, 255, 255)');
    await addStyle('body, .cw-pod { background: #17202a !important }');
    await addClass('dark');
    await poll('the dark pod', async () => (await tone()).startsWith('dark'));
    expect(await tone()).toBe('dark, rgb(32, 43, 53)');
  });

  test('in a column narrower than 200 pixels it floats', async () => {
    await addStyle('.mm_portletSpacing > tbody > tr > td:first-child { width: 190px !important; min-width: 0 !important }');
    await addClass('narrow');
    await untilCard();
  });

  test('the card is dragged, folded and moved with the keys, and a reload and the next start show it there', async () => {
    await float();
    const before = await box();
    await stage.hands.drag(await handle(), { x: before.x + 12 - 200, y: before.y + 28 - 150 });
    await becomes('the card to be dragged', ({ x, y }) => Math.round(before.x - x) === 200 && Math.round(before.y - y) === 150);
    await stage.hands.click(await folding());
    const folded = await becomes('the shield', ({ width, height }) => width === 40 && height === 40);
    expect(await stage.pod.evaluate(() => document.querySelector<HTMLElement>('[role="status"]')?.innerText)).toBe('Not verified yet'); // heard, not seen
    await stage.hands.press('ArrowLeft'); // the shield has the focus
    const left = await becomes('the shield to move', ({ x }) => x === folded.x - 16);
    await stage.page.reload();
    await untilPods('the pod to return', 1);
    await float();
    await becomes('the shield where it was', (now) => JSON.stringify(now) === JSON.stringify(left));
    await stage.hands.click({ x: left.x + 20, y: left.y + 20 });
    await becomes('the card', ({ width, height, x }) => width === 272 && height === 56 && x === left.x + 40 - 272);
    const corner = await fromCorner();
    await stage.restartBrowser();
    await openTicket();
    await float();
    await poll('the card where it was', async () => JSON.stringify(await fromCorner()) === JSON.stringify(corner));
  });

  test('its buttons are reached with the keyboard, with names', async () => {
    await float();
    await stage.page.evaluate((selector) => {
      const start = document.createElement('button');
      document.querySelector(selector)!.before(start);
      start.focus();
    }, podSelector);
    await stage.hands.press('Tab');
    const before = await box();
    await stage.hands.press('ArrowUp');
    await becomes('the card to move', ({ y }) => y === before.y - 16);
    const names = await stage.names();
    for (const name of ['Countersign', 'Move: drag, use the arrow keys, or press for the next corner', 'Make small', 'Hide until the browser restarts']) expect(names).toContain(name);
  });

  test('folded at the left edge, the button that hides it lies inside the window', async () => {
    await float();
    await stage.hands.click(await folding());
    await becomes('the shield', ({ width }) => width === 40);
    const grip = await handle();
    await stage.hands.drag(grip, { x: 20, y: grip.y });
    await becomes('the shield near the edge', ({ x }) => x > 0 && x < 16);
    await stage.hands.press('ArrowLeft');
    await becomes('the shield at the edge', ({ x }) => x === 0);
    await stage.hands.move({ x: 20, y: grip.y });
    await poll('the button', () => stage.page.evaluate(({ y, selector }) => document.elementFromPoint(52, y)?.matches(selector), { y: grip.y, selector: podSelector }));
    await stage.hands.click({ x: 20, y: grip.y });
    await becomes('the card', ({ width }) => width === 272);
  });

  test('dragged onto the Save buttons it slides off, and in a smaller window it stays inside', async () => {
    await float();
    const save = await boxOf(saveButtons[0]!);
    const before = await box();
    await stage.hands.drag(await handle(), { x: save.x + 10, y: save.y + 10 });
    await becomes('the card to move', ({ y }) => y !== before.y);
    for (const button of saveButtons) expect(await onTop(button)).toBe('itself');
    await stage.page.evaluate(() => window.scrollTo(0, 60));
    for (const button of saveButtons) expect(await onTop(button)).toBe('itself');
    await stage.resize(500, 400);
    const inside = await poll('the card in the window', () => stage.page.evaluate(isInside, podSelector));
    expect(inside).toEqual({ card: 272, window: 500 });
    await stage.resize(1280, 800);
  });

  test('it stays below ConnectWise’s windows', async () => {
    await float();
    await stage.page.evaluate(() => window.cw.dialog());
    const title = await boxOf('.cw-wnd-title');
    const before = await box();
    await stage.hands.drag(await handle(), { x: title.x + 40, y: title.y + 10 });
    await becomes('the card to move', ({ y }) => y !== before.y);
    expect(await onTop('.cw-wnd-title')).toBe('itself');
  });

  test('on a page that forbids styles and scripts it looks the same', async () => {
    await stage.page.evaluate((selector) => {
      const policy = document.createElement('meta');
      policy.httpEquiv = 'Content-Security-Policy';
      policy.content = "style-src 'none'; script-src 'none'; require-trusted-types-for 'script'";
      document.head.append(policy);
      document.querySelector(selector)!.remove();
    }, podSelector);
    await untilPods('the pod to return', 1);
    await poll('its link, as high as everywhere', () => stage.pod.evaluate(() => innerHeight === 56 && document.body.innerText.includes('Identity Verification')));
  });

  test('nothing that a script of the page does to it moves, folds or hides it', async () => {
    await float();
    const before = await box();
    const root = await stage.page.evaluate((selector) => {
      const pod = document.querySelector<HTMLElement>(selector)!;
      for (const type of ['click', 'pointerdown', 'pointermove', 'pointerup', 'keydown']) {
        pod.dispatchEvent(type === 'keydown' ? new KeyboardEvent(type, { key: 'ArrowUp', bubbles: true }) : new PointerEvent(type, { clientX: 5, clientY: 5, bubbles: true }));
      }
      pod.click();
      return pod.shadowRoot;
    }, podSelector);
    expect(root).toBeNull();
    await stays('one pod, where it was', async () => (await pods()) === 1 && JSON.stringify(await box()) === JSON.stringify(before));
  });

  test('one press hides it in all tabs until the panel brings it back or the browser restarts', async () => {
    const other = await stage.openTab(stage.ticketAddress(tickets.sam.number));
    await untilPods('the pod in the other tab', 1, other);
    await stage.showTicket();
    await stage.hands.click(await hiding());
    await poll('the pods to go', async () => (await pods()) + (await pods(other)) === 0);
    await stage.page.reload();
    await stays('no pod after a reload', async () => (await pods()) === 0);
    await stage.hands.click({ x: 600, y: 600 });
    await (await stage.openPanelByKeys()).press('SHOW THE LINK IN TICKETS AGAIN');
    await untilPods('the pod to return', 1);
    await untilPods('the pod in the other tab to return', 1, other);
    await other.close();

    await stage.hands.click(await hiding());
    await untilPods('the pod to go', 0);
    await stage.restartBrowser();
    await openTicket();
  });

  // Chrome leaves the old copy in the page and starts none until the page is loaded; Firefox ends the old one and starts the new one at once.
  const after = { Chromium: 0, Firefox: 1 }[browser];
  test(`an extension that is replaced takes its pod along and leaves the page in peace (pods then: ${after})`, async () => {
    await stage.page.evaluate((selector) => {
      document.querySelector(selector)!.id = 'old';
      window.addEventListener('error', () => (document.body.dataset['failed'] = 'yes'));
      window.addEventListener('unhandledrejection', () => (document.body.dataset['failed'] = 'yes'));
    }, podSelector);
    await stage.background.evaluate(() => (globalThis as unknown as { chrome: { runtime: { reload(): void } } }).chrome.runtime.reload()).catch(() => undefined);
    await poll('the old pod to go', () => stage.page.evaluate(() => document.getElementById('old') === null));
    await untilPods('the pods of the new copy', after);
    await stays('as many pods', async () => (await pods()) === after);
    expect(await stage.page.evaluate(() => document.body.dataset['failed'] ?? 'no')).toBe('no');
  });
});

/** Runs in the page. */
function measure(selector: string): Box | undefined {
  const found = document.querySelector(selector);
  if (!found) return undefined;
  if (getComputedStyle(found).position !== 'fixed') found.scrollIntoView({ block: 'nearest' });
  const { x, y, width, height } = found.getBoundingClientRect();
  return { x, y, width, height };
}

/** Runs in the page. What a mouse meets in the middle of the first element that `selector` finds. */
function findOnTop(selector: string): string | undefined {
  const wanted = document.querySelector(selector)!;
  const { x, y, width, height } = wanted.getBoundingClientRect();
  const met = document.elementFromPoint(x + width / 2, y + height / 2);
  return met !== null && wanted.contains(met) ? 'itself' : met?.localName;
}

/** Runs in the page. */
function isInside(selector: string): { card: number; window: number } | false {
  const { left, top, right, bottom, width } = document.querySelector(selector)!.getBoundingClientRect();
  return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && innerWidth === 500 && { card: width, window: innerWidth };
}
