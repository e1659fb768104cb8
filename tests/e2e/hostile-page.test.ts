import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { podSelector } from '../../utils/connectwise/pod-selector.ts';
import { classifySender, type Sender } from '../../utils/messages/classify-sender.ts';
import { poll } from '../support/browsers/poll.ts';
import { tickets } from '../support/stage/cast.ts';
import { openStage, ticketAddress, type Stage } from '../support/stage/stage.ts';
import { openPanel, type Technician } from '../support/stage/technician.ts';

describe('a hostile ticket page gets nothing', () => {
  let stage: Stage;
  let technician: Technician;
  let elsewhere: Server;

  beforeAll(async () => {
    elsewhere = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>Elsewhere</title>'));
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    stage = await openStage({ headless: true });
    await stage.openTicket(tickets.jo.number);
    technician = await openPanel(stage);
    await stage.signIn();
    await technician.button('SEND').waitFor();
  });
  afterAll(async () => {
    await stage?.close();
    elsewhere?.close();
  });

  const sends = () => stage.service.log().split('\n').filter((line) => line.includes('"route":"/v1/verifications"')).length;
  const intent = () => ({
    name: 'panel/intent',
    tabId: 1,
    ticketKey: `na.myconnectwise.net/${tickets.jo.number}`,
    shown: { ticket: { host: 'na.myconnectwise.net', number: tickets.jo.number }, company: tickets.jo.company, contact: tickets.jo.contact, email: tickets.jo.email },
    intent: { name: 'send', method: 'email', action: null },
  });

  test('forged messages start nothing: the page has no way to the extension, and the pod listens to none', async () => {
    const reached = await stage.page.evaluate((message) => {
      const frames = Array.from({ length: window.length }, (_, index) => window[index]!);
      for (const target of [window, ...frames]) target.postMessage(message, '*');
      return typeof (globalThis as { chrome?: { runtime?: { sendMessage?: unknown } } }).chrome?.runtime?.sendMessage;
    }, intent());
    expect(reached).toBe('undefined');
    expect(sends()).toBe(0);
  });

  test('a page of the extension that is not the panel may not SEND: neither the pod nor the panel in a tab', async () => {
    const pod = await stage.browser.pod(stage.page);
    expect(await forge(pod, intent())).toMatchObject({ ok: false });
    const tab = await stage.browser.context.newPage();
    await tab.goto(stage.browser.extensionUrl('sidepanel.html'));
    expect(await forge(tab.mainFrame(), intent())).toMatchObject({ ok: false });
    await tab.close();
    await stage.page.bringToFront();
    expect(sends()).toBe(0);
  });

  test.each(['auto', 'none'])('an overlay over the page (pointer-events: %s) gains no SEND from a click: the pod can only open the panel', async (pointerEvents) => {
    const link = await (await stage.browser.pod(stage.page)).getByText('Identity Verification').elementHandle();
    const box = await link!.boundingBox();
    await stage.page.evaluate((events) => {
      const cover = document.createElement('div');
      cover.id = 'cover';
      cover.textContent = 'SEND';
      cover.style.cssText = `position:fixed;inset:0;z-index:2147483647;background:#fff;pointer-events:${events}`;
      cover.addEventListener('click', () => (cover.dataset['clicked'] = 'yes'));
      document.body.append(cover);
    }, pointerEvents);
    await stage.page.mouse.click(box!.x + box!.width / 2, box!.y + box!.height / 2);
    expect(await stage.page.evaluate(() => document.getElementById('cover')!.dataset['clicked'] ?? 'no')).toBe(pointerEvents === 'auto' ? 'yes' : 'no');
    await stage.page.evaluate(() => document.getElementById('cover')!.remove());
    await technician.sees(tickets.jo.email);
    await technician.button('SEND').waitFor();
    expect(sends()).toBe(0);
  });

  test('senders as the real browser tells of them are taken for what they are', async () => {
    const worker = await stage.browser.worker();
    await worker.evaluate(recordSenders);
    await stage.page.reload(); // content script and pod speak
    await technician.button('SEND').waitFor();
    const tab = await stage.browser.context.newPage(); // the panel follows to this tab and speaks
    await tab.goto(stage.browser.extensionUrl('sidepanel.html'));
    await forge(tab.mainFrame(), { name: 'from the panel in a tab' });
    await tab.goto(stage.browser.extensionUrl('options.html'));
    await forge(tab.mainFrame(), { name: 'from the options' });
    await forge(technician.panel.mainFrame(), { name: 'from the panel' });
    const heard = await worker.evaluate(() => (globalThis as unknown as { heard: Record<string, Sender> }).heard);
    await tab.close();
    await stage.page.bringToFront();

    const origin = `chrome-extension://${stage.browser.extensionId}`;
    const kindOf = (name: string) => heard[name] && classifySender(heard[name], origin, stage.browser.extensionId);
    expect(kindOf('ticket/read')).toBe('content');
    expect(kindOf('pod/status')).toBe('pod');
    expect(kindOf('from the panel')).toBe('panel');
    expect(kindOf('from the options')).toBe('options');
    expect(kindOf('from the panel in a tab')).toBe('stranger');
  });

  test('the page may frame the pod only at an address made for this start of the browser, and sees a link only; it may not frame the panel; sites without TLS may not frame the pod', async () => {
    const { extensionUrl } = stage.browser;
    const podUrl = await (await stage.browser.worker()).evaluate<string>('chrome.runtime.getURL("/pod.html")');
    expect(podUrl).not.toContain(stage.browser.extensionId);
    const guessed = await frameIn(stage.page.mainFrame(), extensionUrl('pod.html'), 'framed-guess');
    expect(await guessed.content()).not.toContain('Identity Verification');
    const framedPod = await frameIn(stage.page.mainFrame(), podUrl, 'framed-pod');
    await framedPod.getByText('Identity Verification').waitFor();
    expect(await framedPod.evaluate(() => document.body.innerText)).not.toMatch(/jo@|Jo Sample|\d{6}/);
    const framedPanel = await frameIn(stage.page.mainFrame(), extensionUrl('sidepanel.html'), 'framed-panel');
    expect(await framedPanel.content()).not.toContain('Countersign');
    const other = await stage.browser.context.newPage();
    await other.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
    const podElsewhere = await frameIn(other.mainFrame(), podUrl, 'framed-pod');
    expect(await podElsewhere.content()).not.toContain('Identity Verification');
    await other.close();
    await stage.page.evaluate(() => document.querySelectorAll('iframe[name^="framed"]').forEach((frame) => frame.remove()));
    await stage.page.bringToFront();
  });

  test('a page that defines elements of the extension’s names and grabs every root gets none, and the pod stands there', async () => {
    const page = await stage.browser.context.newPage();
    await page.addInitScript(grabRoots, podSelector);
    await page.goto(ticketAddress(tickets.kim.number));
    await (await stage.browser.pod(page)).getByText('Identity Verification').waitFor();
    expect(await page.locator(podSelector).count()).toBe(1);
    expect(await page.evaluate(() => (globalThis as unknown as { grabbed: unknown }).grabbed)).toEqual({ roots: [] });
    await page.close();
    await stage.page.bringToFront();
  });

  test('no code and no result of a verification stands in the ticket page, and its pod returns when it is removed', async () => {
    await technician.choose('Email');
    await technician.press('SEND');
    const code = await technician.readCode();
    expect(await stage.page.content()).not.toContain(code);
    for (const frame of stage.page.frames()) expect(await frame.evaluate(() => document.documentElement.innerHTML)).not.toContain(code);
    const removed = await stage.page.evaluate((selector) => {
      const hosts = [...document.querySelectorAll(selector)];
      for (const host of hosts) host.remove();
      return hosts.length;
    }, podSelector);
    expect(removed).toBeGreaterThan(0);
    await poll('the pod to return', async () => {
      const pod = await stage.browser.pod(stage.page);
      return (await pod.getByText('Identity Verification').count().catch(() => 0)) === 1;
    });
    await technician.press('DENY');
    await technician.sees('Unable to Verify Identity');
    await technician.press('CANCEL');
  });

  test('markup in the contact is words in the panel', async () => {
    await stage.page.evaluate(() => window.cw.set({ contact: '<img src=x onerror=alert(1)>', company: '<b>Acme</b>' }));
    await technician.sees('<img src=x onerror=alert(1)>');
    expect(await technician.panel.locator('img').count()).toBe(0);
  });
});

/** Runs in the background worker: keeps the newest sender of each message. */
function recordSenders(): void {
  const scope = globalThis as unknown as { heard: Record<string, unknown>; chrome: { runtime: { onMessage: { addListener(listener: (message: { name: string }, sender: unknown) => void): void } } } };
  scope.heard = {};
  scope.chrome.runtime.onMessage.addListener((message, sender) => {
    scope.heard[message.name] = sender;
  });
}

/** Runs in the page before anything else: takes whatever root, or frame in one, it can get of the pod. */
function grabRoots(selector: string): void {
  const grabbed = { roots: [] as string[] };
  (globalThis as unknown as { grabbed: unknown }).grabbed = grabbed;
  const take = (get: () => ShadowRoot | null) => {
    try {
      const root = get();
      if (root) grabbed.roots.push(root.querySelector('iframe')?.src ?? 'a root');
    } catch {
      // refused
    }
  };
  const internals = HTMLElement.prototype.attachInternals;
  for (const name of ['countersign-pod', 'countersign-frame', 'data-countersign-pod']) {
    customElements.define(name, class extends HTMLElement {
      constructor() {
        super();
        take(() => internals.call(this).shadowRoot ?? this.attachShadow({ mode: 'open' }));
      }
    });
  }
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attach.call(this, { ...init, mode: 'open' });
    take(() => root);
    return root;
  };
  const found = new Set<Element>();
  const grab = () => {
    for (const each of document.querySelectorAll<HTMLElement>(selector)) {
      if (found.has(each)) continue;
      found.add(each);
      for (const get of [() => each.shadowRoot, () => internals.call(each).shadowRoot, () => each.attachShadow({ mode: 'open' })]) take(get);
    }
  };
  new MutationObserver(grab).observe(document, { childList: true, subtree: true });
}

function forge(from: Frame, message: unknown): Promise<unknown> {
  return from.evaluate((sent) => (globalThis as unknown as { chrome: { runtime: { sendMessage(message: unknown): Promise<unknown> } } }).chrome.runtime.sendMessage(sent), message);
}

/** Puts a frame with `url` into the page of `parent` and answers it once it has settled on a document, blocked or not. */
async function frameIn(parent: Frame, url: string, name: string): Promise<Frame> {
  const loaded = await parent.evaluate(({ source, id }) => {
    const element = document.createElement('iframe');
    element.name = id;
    const done = new Promise<boolean>((resolve) => element.addEventListener('load', () => resolve(true)));
    element.src = source;
    document.body.append(element);
    return done;
  }, { source: url, id: name });
  expect(loaded).toBe(true);
  return poll('the frame', () => parent.childFrames().find((frame) => frame.name() === name));
}
