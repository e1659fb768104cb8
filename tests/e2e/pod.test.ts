import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Frame, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { podSelector } from '../../utils/pod/pod-selector.ts';
import { openChromium, type ChromiumHarness } from '../support/browsers/chromium.ts';
import { openDisplay, type Display } from '../support/browsers/display.ts';
import { poll } from '../support/browsers/poll.ts';
import { stays } from '../support/browsers/stays.ts';
import { startConnectWise, ticketAddress } from '../support/connectwise/server.ts';
import { tickets } from '../support/stage/cast.ts';

const extension = path.resolve(import.meta.dirname, '../../.output/chrome-mv3');
type Point = { x: number; y: number };
type Box = Point & { width: number; height: number };

describe('the pod in the ticket, in Chromium on a screen of its own', () => {
  let display: Display;
  let connectwise: Awaited<ReturnType<typeof startConnectWise>>;
  let browser: ChromiumHarness;
  let profile: string;
  let page: Page;

  const open = async () => {
    browser = await openChromium({ extension, hostPort: connectwise.port, display, profile });
    await poll('the settings page, which takes the empty tab', () => browser.context.pages().find((each) => each.url().endsWith('/options.html')));
    page = await ticketPage();
  };
  const ticketPage = async () => {
    const opened = await browser.context.newPage();
    await opened.goto(ticketAddress(tickets.jo.number));
    return opened;
  };
  const host = (on = page) => on.locator(podSelector);
  const box = async (on = page) => (await host(on).boundingBox()) as Box;
  /** How far its lower right corner is from the window's: the open side panel takes its width from the window. */
  const fromCorner = () => host().evaluate((each) => {
    const { right, bottom } = each.getBoundingClientRect();
    return [document.documentElement.clientWidth - right, document.documentElement.clientHeight - bottom];
  });
  const place = async (where: (box: Box) => Point) => where(await box());
  const handle = () => place(({ x, y, height }) => ({ x: x + 12, y: y + height / 2 }));
  const folding = () => place(({ x, y, width }) => ({ x: x + width - 15, y: y + 41 }));
  const hiding = () => place(({ x, y, width }) => ({ x: x + width - 15, y: y + 15 }));
  const press = async ({ x, y }: Point) => page.mouse.click(x, y);
  const drag = async (from: Point, to: Point) => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
    await page.mouse.move(to.x, to.y);
    await page.mouse.up();
  };
  const run = (call: string) => page.evaluate((code) => void new Function('cw', code)((window as unknown as { cw: unknown }).cw), call);
  const float = async () => {
    await run('cw.dropCompanyPod()');
    await poll('the card', async () => (await host().evaluate((each) => each.parentElement === document.body)) || undefined);
  };
  /** What a mouse meets in the middle of the first element that `selector` finds. */
  const onTop = (selector: string) =>
    page.locator(selector).first().evaluate((each) => {
      const { x, y, width, height } = each.getBoundingClientRect();
      const met = document.elementFromPoint(x + width / 2, y + height / 2);
      return met !== null && each.contains(met) ? 'itself' : met?.localName;
    });
  const pods = () => page.locator(podSelector).count();
  const tone = async () => ((await browser.pod(page)) as Frame).evaluate(() => `${document.documentElement.dataset['tone']}, ${getComputedStyle(document.body).backgroundColor}`);

  beforeAll(async () => {
    display = await openDisplay();
    connectwise = await startConnectWise({ tickets: Object.values(tickets) });
    profile = await mkdtemp(path.join(os.tmpdir(), 'pod-'));
    await open();
  });
  beforeEach(async () => {
    await page.bringToFront();
    await page.goto(ticketAddress(tickets.jo.number));
    await host().waitFor();
    await poll('the link in it', async () => (await (await browser.pod(page)).getByText('Identity Verification').count().catch(() => 0)) === 1 || undefined);
  });
  afterAll(async () => {
    await browser?.close();
    await connectwise?.close();
    display?.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  test('Alt+Shift+K, pressed on the keyboard, opens the side panel', async () => {
    const panels = async () => (await browser.worker()).evaluate(() => (globalThis as unknown as { chrome: { runtime: { getContexts(filter: object): Promise<unknown[]> } } }).chrome.runtime.getContexts({ contextTypes: ['SIDE_PANEL'] }).then(({ length }) => length));
    expect(await panels()).toBe(0);
    display.click(700, 600);
    await poll('the panel', async () => {
      display.press('alt+shift+k');
      return (await poll('a panel', async () => (await panels()) || undefined, 3_000)) > 0;
    });
    await (await browser.panel()).getByText(/Countersign/).first().waitFor();
  });

  test('below the company pod it is as wide as its column and as dark as the page', async () => {
    const column = (await page.locator('.pod_service_ticket_company').boundingBox()) as Box;
    expect(await box()).toMatchObject({ x: column.x, width: column.width });
    expect(await tone()).toBe('light, rgb(255, 255, 255)');
    await page.addStyleTag({ content: 'body, .cw-pod { background: #17202a !important }' });
    await run('document.body.classList.add("dark")');
    await poll('the dark pod', async () => (await tone()).startsWith('dark') || undefined);
    expect(await tone()).toBe('dark, rgb(32, 43, 53)');
  });

  test('in a column narrower than 200 pixels it floats', async () => {
    await page.addStyleTag({ content: '.mm_portletSpacing > tbody > tr > td:first-child { width: 190px !important; min-width: 0 !important }' });
    await run('document.body.classList.add("narrow")');
    await poll('the card', async () => (await host().evaluate((each) => each.parentElement === document.body)) || undefined);
  });

  test('the card is dragged, folded and moved with the keys, and a reload and the next start show it there', async () => {
    await float();
    const before = await box();
    await drag(await handle(), { x: before.x + 12 - 200, y: before.y + 28 - 150 });
    const dragged = await box();
    expect([before.x - dragged.x, before.y - dragged.y].map(Math.round)).toEqual([200, 150]);
    await press(await folding());
    const folded = await box();
    expect(folded).toMatchObject({ width: 40, height: 40 });
    expect(await (await browser.pod(page)).getByRole('status').innerText()).toBe('Not verified yet'); // heard, not seen
    await page.keyboard.press('ArrowLeft'); // the shield has the focus
    expect((await box()).x).toBe(folded.x - 16);
    const left = await box();
    await page.reload();
    await host().waitFor();
    await float();
    expect(await box()).toEqual(left);
    await press({ x: left.x + 20, y: left.y + 20 });
    expect(await box()).toMatchObject({ width: 272, height: 56, x: left.x + 40 - 272 });
    const corner = await fromCorner();
    await browser.close();
    await open();
    await float();
    expect(await fromCorner()).toEqual(corner);
  });

  test('its buttons are reached with the keyboard, with names', async () => {
    await float();
    await page.locator('body').evaluate((body, selector) => {
      const start = document.createElement('button');
      body.querySelector(selector)!.before(start);
      start.focus();
    }, podSelector);
    await page.keyboard.press('Tab');
    const before = await box();
    await page.keyboard.press('ArrowUp');
    expect((await box()).y).toBe(before.y - 16);
    const session = await page.context().newCDPSession(page);
    const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: { role?: { value: string }; name?: { value: string } }[] };
    await session.detach();
    const names = nodes.filter(({ role }) => role?.value === 'button' || role?.value === 'group' || role?.value === 'Iframe').map(({ name }) => name?.value);
    for (const name of ['Countersign', 'Move: drag, use the arrow keys, or press for the next corner', 'Make small', 'Hide until the browser restarts']) expect(names).toContain(name);
  });

  test('folded at the left edge, the button that hides it lies inside the window', async () => {
    await float();
    await press(await folding());
    while ((await box()).x > 0) await page.keyboard.press('ArrowLeft');
    const { y } = await box();
    await page.mouse.move(20, y + 20);
    const met = (x: number) => page.evaluate(([left, top, selector]) => document.elementFromPoint(left, top)?.matches(selector), [x, y + 20, podSelector] as const);
    await poll('the button', async () => (await met(52)) || undefined);
    await press({ x: 20, y: y + 20 });
    expect((await box()).width).toBe(272);
  });

  test('dragged onto the Save buttons it slides off, and in a smaller window it stays inside', async () => {
    await float();
    const save = (await page.locator('.cw_ToolbarButton_Save').boundingBox()) as Box;
    await drag(await handle(), { x: save.x + 10, y: save.y + 10 });
    for (const button of ['Save', 'SaveAndClose', 'Delete']) expect(await onTop(`.cw_ToolbarButton_${button}`)).toBe('itself');
    await page.evaluate(() => window.scrollTo(0, 60));
    for (const button of ['Save', 'SaveAndClose', 'Delete']) expect(await onTop(`.cw_ToolbarButton_${button}`)).toBe('itself');
    await page.setViewportSize({ width: 500, height: 400 });
    const inside = await poll('the card in the window', async () => {
      const now = await box();
      return now.x >= 0 && now.y >= 0 && now.x + now.width <= 500 && now.y + now.height <= 400 ? now : undefined;
    });
    expect(inside.width).toBe(272);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test('it stays below ConnectWise’s windows', async () => {
    await float();
    await run('cw.dialog()');
    const title = (await page.locator('.cw-wnd-title').boundingBox()) as Box;
    await drag(await handle(), { x: title.x + 40, y: title.y + 10 });
    expect(await onTop('.cw-wnd-title')).toBe('itself');
  });

  test('on a page that forbids styles and scripts it looks the same', async () => {
    await page.evaluate((selector) => {
      const policy = document.createElement('meta');
      policy.httpEquiv = 'Content-Security-Policy';
      policy.content = "style-src 'none'; script-src 'none'; require-trusted-types-for 'script'";
      document.head.append(policy);
      document.querySelector(selector)!.remove();
    }, podSelector);
    await poll('the pod to return', async () => (await pods()) === 1 || undefined);
    const frame = await (await browser.pod(page)).frameElement();
    expect((await frame.boundingBox())?.height).toBe(56);
  });

  test('nothing that a script of the page does to it moves, folds or hides it', async () => {
    await float();
    const before = await box();
    await host().evaluate((each) => {
      for (const type of ['click', 'pointerdown', 'pointermove', 'pointerup', 'keydown']) {
        each.dispatchEvent(type === 'keydown' ? new KeyboardEvent(type, { key: 'ArrowUp', bubbles: true }) : new PointerEvent(type, { clientX: 5, clientY: 5, bubbles: true }));
      }
      (each as HTMLElement).click();
    });
    expect(await host().evaluate((each) => each.shadowRoot)).toBeNull();
    expect(await box()).toEqual(before);
    await stays('one pod, where it was', async () => (await pods()) === 1 && JSON.stringify(await box()) === JSON.stringify(before));
  });

  test('one press hides it in all tabs until the panel brings it back or the browser restarts', async () => {
    const other = await ticketPage();
    await host(other).waitFor();
    await page.bringToFront();
    await press(await hiding());
    await poll('the pods to go', async () => (await pods()) + (await host(other).count()) === 0 || undefined);
    await page.reload();
    await stays('no pod after a reload', async () => (await pods()) === 0);
    display.click(700, 600);
    const panel = await poll('the panel', async () => {
      display.press('alt+shift+k');
      return browser.panel();
    });
    await panel.getByRole('button', { name: 'SHOW THE LINK IN TICKETS AGAIN' }).click();
    await host().waitFor();
    await host(other).waitFor();
    await other.close();

    await press(await hiding());
    await poll('the pod to go', async () => (await pods()) === 0 || undefined);
    await browser.close();
    await open();
    await host().waitFor();
  });

  test('an extension that is replaced takes its pod along and leaves the page in peace', async () => {
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    await (await browser.worker()).evaluate(() => (globalThis as unknown as { chrome: { runtime: { reload(): void } } }).chrome.runtime.reload()).catch(() => undefined);
    await poll('the pod to go', async () => (await pods()) === 0 || undefined);
    await stays('no pod without its extension', async () => (await pods()) === 0);
    expect(errors).toEqual([]);
  });
});
