// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import script from '../../../entrypoints/ticket.content';
import { podSelector } from '../../../utils/pod/pod-selector';
import type { Reading } from '../../../utils/connectwise/reading';
import { ContentScriptContext } from '../../../utils/content/context';
import { addTicket, setFields } from '../../support/connectwise/markup';

const jo = { company: 'Acme Example', contact: 'Jo Sample', email: 'jo@acme.example' };
const kim = { company: 'Globex Example', contact: 'Kim Other', email: 'kim@globex.example' };
let isRefused = false;
let reported: Reading[] = [];
let shell: HTMLElement;
let running: ContentScriptContext;

function start(): void {
  running = new ContentScriptContext();
  (script as { main(context: ContentScriptContext): void }).main(running);
}

/** What the copies of the content script in this page answer when the background asks for a reading. */
async function answers(): Promise<Reading[]> {
  const heard: Reading[] = [];
  await fakeBrowser.runtime.onMessage.trigger({ name: 'ticket/read-now' }, { id: fakeBrowser.runtime.id }, (answer: unknown) => void heard.push(answer as Reading));
  return heard;
}

beforeEach(() => {
  fakeBrowser.reset();
  vi.useFakeTimers();
  const happy = (window as unknown as { happyDOM: { setURL(url: string): void; settings: { enableIframePageLoading: boolean } } }).happyDOM;
  happy.setURL('https://na.myconnectwise.net/v2025_1/ConnectWise.aspx');
  happy.settings.enableIframePageLoading = true;
  document.body.innerHTML = '';
  shell = addTicket(document, '1234567', jo);
  [isRefused, reported] = [false, []];
  vi.spyOn(fakeBrowser.runtime, 'getURL').mockReturnValue('about:blank');
  vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockImplementation((async (message: { name: string; reading?: Reading }) => {
    if (message.name !== 'ticket/read') return undefined;
    reported.push(message.reading!);
    return isRefused ? { ok: false, code: 'not_allowed' } : { ok: true };
  }) as never);
});
afterEach(() => {
  running.abort();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test('where a permission was withdrawn and given back, only the copy that follows the page answers', async () => {
  start();
  await vi.advanceTimersByTimeAsync(5000);
  isRefused = true;
  await answers(); // asked once more, refused, stopped
  await vi.advanceTimersByTimeAsync(100);
  expect(await answers()).toEqual([]);
  isRefused = false;
  start();
  await vi.advanceTimersByTimeAsync(5000);
  setFields(shell, kim);
  await vi.advanceTimersByTimeAsync(5000);
  expect(await answers()).toMatchObject([{ kind: 'ticket', contact: { state: 'read', value: kim.contact } }]);
  expect(fakeBrowser.storage.onChanged.hasListeners()).toBe(true);
  running.abort();
  expect(fakeBrowser.storage.onChanged.hasListeners()).toBe(false);
});

test('no event that the page makes up ends the reading', async () => {
  start();
  await vi.advanceTimersByTimeAsync(5000);
  for (const name of ['countersign:started', 'abort', 'started']) document.dispatchEvent(new Event(name));
  setFields(shell, kim);
  await vi.advanceTimersByTimeAsync(5000);
  expect(reported.at(-1)).toMatchObject({ kind: 'ticket', contact: { value: kim.contact } });
});

test('a copy that an update has cut off takes its pod with it', async () => {
  start();
  await vi.advanceTimersByTimeAsync(5000);
  expect(document.querySelector(podSelector)).not.toBeNull();
  vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockImplementation(() => {
    throw new Error('Extension context invalidated.');
  });
  setFields(shell, kim);
  await vi.advanceTimersByTimeAsync(5000);
  expect(document.querySelector(podSelector)).toBeNull();
});

test('a pod that cannot be shown costs no reading', async () => {
  vi.spyOn(HTMLElement.prototype, 'attachShadow').mockImplementation(() => {
    throw new Error('no root');
  });
  start();
  await vi.advanceTimersByTimeAsync(5000);
  expect(reported.at(-1)).toMatchObject({ kind: 'ticket', contact: { value: jo.contact } });
  setFields(shell, kim);
  await vi.advanceTimersByTimeAsync(5000);
  expect(reported.at(-1)).toMatchObject({ kind: 'ticket', contact: { value: kim.contact } });
});
