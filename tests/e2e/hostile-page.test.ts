import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { podSelector } from '../../utils/pod/pod-selector.ts';
import { classifySender, type Sender } from '../../utils/messages/classify-sender.ts';
import { poll } from '../support/browsers/poll.ts';
import type { BrowserStage, PanelHands, Place } from '../support/stage/browser-stage.ts';
import { browsers } from '../support/stage/browsers.ts';
import { tickets } from '../support/stage/cast.ts';

describe.each(browsers)('a hostile ticket page gets nothing, in $browser through the real $panel', ({ browser, openStage }) => {
  let stage: BrowserStage;
  let technician: PanelHands;
  let elsewhere: Server;

  beforeAll(async () => {
    elsewhere = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>Elsewhere</title>'));
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    stage = await openStage();
    await stage.openTicket(tickets.jo.number);
    technician = await stage.openPanel();
    await stage.signIn();
    await technician.offers('SEND');
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
      const { chrome, browser } = window as { chrome?: Runtime; browser?: Runtime };
      return [typeof chrome?.runtime?.sendMessage, typeof browser?.runtime?.sendMessage];
    }, intent());
    expect(reached).toEqual(['undefined', 'undefined']);
    expect(sends()).toBe(0);
  });

  test('a page of the extension that is not the panel may not SEND: neither the pod nor the panel in a tab', async () => {
    expect(await forge(stage.pod, intent())).toMatchObject({ ok: false });
    const tab = await stage.openTab(addressOf('sidepanel.html'));
    expect(await forge(tab, intent())).toMatchObject({ ok: false });
    await tab.close();
    expect(sends()).toBe(0);
  });

  test.each(['auto', 'none'])('an overlay over the page (pointer-events: %s) gains no SEND from a click: the pod can only open the panel', async (pointerEvents) => {
    const point = await stage.pod.point();
    await stage.page.evaluate((events) => {
      const cover = document.createElement('div');
      cover.id = 'cover';
      cover.textContent = 'SEND';
      cover.style.cssText = `position:fixed;inset:0;z-index:2147483647;background:#fff;pointer-events:${events}`;
      cover.addEventListener('click', () => (cover.dataset['clicked'] = 'yes'));
      document.body.append(cover);
    }, pointerEvents);
    await stage.hands.click(point);
    expect(await stage.page.evaluate(() => document.getElementById('cover')!.dataset['clicked'] ?? 'no')).toBe(pointerEvents === 'auto' ? 'yes' : 'no');
    await stage.page.evaluate(() => document.getElementById('cover')!.remove());
    await technician.sees(tickets.jo.email);
    await technician.offers('SEND');
    expect(sends()).toBe(0);
  });

  test('senders as the real browser tells of them are taken for what they are', async () => {
    await stage.background.evaluate(recordSenders);
    await stage.page.reload(); // content script and pod speak
    await technician.offers('SEND');
    const panelTab = await stage.openTab(addressOf('sidepanel.html')); // the panel follows to this tab and speaks
    await forge(panelTab, { name: 'from the panel in a tab' });
    await panelTab.close();
    const optionsTab = await stage.openTab(addressOf('options.html'));
    await forge(optionsTab, { name: 'from the options' });
    await forge(technician, { name: 'from the panel' });
    const heard = await stage.background.evaluate(() => (self as unknown as { heard: Record<string, Sender> }).heard);
    await optionsTab.close();

    const kindOf = (name: string) => heard[name] && classifySender(heard[name], stage.extension.origin, stage.extension.id);
    expect(kindOf('ticket/read')).toBe('content');
    expect(kindOf('pod/status')).toBe('pod');
    expect(kindOf('from the panel')).toBe('panel');
    expect(kindOf('from the options')).toBe('options');
    expect(kindOf('from the panel in a tab')).toBe('stranger');
  });

  test('the page may frame the pod and sees a link only; it may not frame the panel; sites without TLS may not frame the pod', async () => {
    const podUrl = await stage.background.evaluate(() => (globalThis as unknown as { chrome: { runtime: { getURL(path: string): string } } }).chrome.runtime.getURL('/pod.html'));
    const framedPod = await stage.page.addFrame('framed-pod', podUrl);
    expect(await poll('the pod in the frame', async () => found(await wordsOf(framedPod), 'Identity Verification'))).not.toMatch(/jo@|Jo Sample|\d{6}/);
    const framedPanel = await stage.page.addFrame('framed-panel', addressOf('sidepanel.html'));
    expect(await markupOf(framedPanel)).not.toContain('Countersign');
    const other = await stage.openTab(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
    const podElsewhere = await other.addFrame('framed-pod', podUrl);
    expect(await markupOf(podElsewhere)).not.toContain('Identity Verification');
    await other.close();
    await stage.page.evaluate(() => document.querySelectorAll('iframe[name^="framed"]').forEach((frame) => frame.remove()));
  });

  const whereItCanBeGuessed = test.runIf(browser === 'Chromium'); // reason: Firefox draws the whole origin by lot when the add-on is installed
  whereItCanBeGuessed('the pod’s address is made for this start of the browser: one guessed from the extension’s id frames nothing', async () => {
    const guessed = await stage.page.addFrame('framed-guess', addressOf('pod.html'));
    expect(await markupOf(guessed)).not.toContain('Identity Verification');
    await stage.page.evaluate(() => document.querySelector('iframe[name="framed-guess"]')?.remove());
  });

  test('a page that defines elements of the extension’s names and grabs every root gets none, and the pod stands there', async () => {
    await stage.page.evaluate(({ source, selector }) => {
      const script = document.createElement('script');
      script.textContent = source;
      document.body.append(script);
      document.querySelector(selector)!.remove();
    }, { source: `(${grabRoots})(${JSON.stringify(podSelector)})`, selector: podSelector });
    await poll('the pod to return', async () => found(await wordsOf(stage.pod), 'Identity Verification'));
    expect(await stage.page.evaluate(() => JSON.parse(document.body.dataset['grabbed'] ?? ''))).toEqual({ pods: 1, roots: [] });
    await stage.page.reload();
    await technician.offers('SEND');
  });

  test('no code and no result of a verification stands in the ticket page, and its pod returns when it is removed', async () => {
    await technician.choose('Email');
    await technician.press('SEND');
    const code = await technician.readCode();
    const markup = await stage.markup();
    expect(markup.length).toBeGreaterThan(1);
    expect(markup.filter((each) => each.includes(code))).toEqual([]);
    const removed = await stage.page.evaluate((selector) => {
      const hosts = [...document.querySelectorAll(selector)];
      for (const host of hosts) host.remove();
      return hosts.length;
    }, podSelector);
    expect(removed).toBeGreaterThan(0);
    await poll('the pod to return', async () => found(await wordsOf(stage.pod), 'Identity Verification'));
    await technician.press('DENY');
    await technician.sees('Unable to Verify Identity');
    await technician.press('CANCEL');
  });

  test('markup in the contact is words in the panel', async () => {
    await stage.page.evaluate(() => window.cw.set({ contact: '<img src=x onerror=alert(1)>', company: '<b>Acme</b>' }));
    await technician.sees('<img src=x onerror=alert(1)>');
    expect(await technician.evaluate(() => document.querySelectorAll('img').length)).toBe(0);
  });

  const addressOf = (page: string) => `${stage.extension.origin}/${page}`;
});

type Runtime = { runtime?: { sendMessage?(message: unknown): Promise<unknown>; onMessage?: { addListener(listener: (message: { name: string }, sender: unknown) => void): void } } };

const wordsOf = (place: Place) => place.evaluate(() => document.body.innerText);
const markupOf = (place: Place) => place.evaluate(() => document.documentElement.outerHTML);
const found = (text: string, words: string) => text.includes(words) && text;

/** Runs in the page as a script of its own: takes whatever root, or address of a frame in one, it can get of a pod that comes after it. */
function grabRoots(selector: string): void {
  const grabbed = { pods: 0, roots: [] as string[] };
  const take = (get: () => ShadowRoot | null) => {
    try {
      const root = get();
      if (root) grabbed.roots.push(root.querySelector('iframe')?.src ?? 'a root');
    } catch {
      // refused
    }
    document.body.dataset['grabbed'] = JSON.stringify(grabbed);
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
  const known = new Set<Element>(document.querySelectorAll(selector));
  const grab = () => {
    for (const each of document.querySelectorAll<HTMLElement>(selector)) {
      if (known.has(each)) continue;
      known.add(each);
      grabbed.pods++;
      for (const get of [() => each.shadowRoot, () => internals.call(each).shadowRoot, () => each.attachShadow({ mode: 'open' })]) take(get);
    }
  };
  new MutationObserver(grab).observe(document, { childList: true, subtree: true });
}

/** Runs in the background: keeps the newest sender of each message. */
function recordSenders(): void {
  const scope = self as unknown as { heard: Record<string, unknown>; chrome: Runtime };
  scope.heard = {};
  scope.chrome.runtime!.onMessage!.addListener((message, sender) => {
    scope.heard[message.name] = sender;
  });
}

function forge(from: Place, message: unknown): Promise<unknown> {
  return from.evaluate((sent) => (self as unknown as { chrome: Runtime }).chrome.runtime!.sendMessage!(sent), message);
}
