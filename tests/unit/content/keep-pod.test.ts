// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { podSelector } from '../../../utils/pod/pod-selector';
import type { Reading } from '../../../utils/connectwise/reading';
import { keepPod } from '../../../utils/content/keep-pod';
import { addTicket } from '../../support/connectwise/markup';

const onTicket: Reading = { kind: 'settling', number: '1234567' };
const pod = () => document.querySelector<HTMLElement>(podSelector);
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const heard: unknown[] = [];

/** The background, as far as the pod asks it. */
function answer(hidden: boolean): void {
  fakeBrowser.runtime.onMessage.addListener((message: unknown, _sender: unknown, sendResponse: (answer: unknown) => void) => {
    heard.push(message);
    sendResponse({ hidden });
    return true;
  });
}

async function keep(): Promise<ReturnType<typeof keepPod>> {
  const kept = keepPod(document);
  kept.show(onTicket);
  await settled();
  return kept;
}

beforeEach(() => {
  fakeBrowser.reset();
  (window as unknown as { happyDOM: { settings: { enableIframePageLoading: boolean } } }).happyDOM.settings.enableIframePageLoading = true;
  vi.spyOn(fakeBrowser.runtime, 'getURL').mockReturnValue('about:blank');
  heard.length = 0;
  document.body.innerHTML = '';
  addTicket(document, '1234567', { company: 'Acme Example', contact: 'Jo Sample', email: 'jo@acme.example' });
  document.querySelector('.pod_service_ticket_company')!.remove();
});

test('a page asks first whether pods are hidden, and shows none where they are', async () => {
  answer(true);
  const kept = await keep();
  expect(heard).toEqual([{ name: 'pod/hidden' }]);
  expect(pod()).toBeNull();
  kept.setHidden({ hidden: false });
  expect(pod()).not.toBeNull();
  kept.setHidden({ hidden: true });
  expect(pod()).toBeNull();
});

test('without an answer the pod is shown, and a later silence does not bring back a hidden one', async () => {
  const kept = await keep();
  expect(pod()).not.toBeNull();
  kept.setHidden({ hidden: true });
  await kept.ask();
  kept.show(onTicket);
  expect(pod()).toBeNull();
});

test('it stands where this browser remembers it, and follows another tab', async () => {
  await fakeBrowser.storage.local.set({ pod: { right: 40, bottom: 50, folded: true } });
  Object.defineProperty(document.documentElement, 'clientWidth', { value: 1024, configurable: true });
  Object.defineProperty(document.documentElement, 'clientHeight', { value: 768, configurable: true });
  answer(false);
  await keep();
  expect(pod()!.style).toMatchObject({ right: '40px', bottom: '50px', width: '40px' });
  await fakeBrowser.storage.local.set({ pod: { right: 60, bottom: 70, folded: false } });
  expect(pod()!.style).toMatchObject({ right: '60px', bottom: '70px', width: '272px' });
});

test('once ended it does not come back when a slow start ends', async () => {
  answer(false);
  const kept = keepPod(document);
  kept.show(onTicket);
  kept.end();
  await settled();
  expect(pod()).toBeNull();
});
