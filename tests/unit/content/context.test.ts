// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { ContentScriptContext } from '../../../utils/content/context';

afterEach(() => void vi.restoreAllMocks());

test('a copy of the content script lives until a newer one starts in the page; then its listeners are gone', () => {
  const [ended, heard] = [vi.fn(), vi.fn()];
  const old = new ContentScriptContext();
  old.onInvalidated(ended);
  old.addEventListener(window, 'pageshow', heard);
  window.dispatchEvent(new Event('pageshow'));
  expect(old.isInvalid).toBe(false);

  const newer = new ContentScriptContext();
  window.dispatchEvent(new Event('pageshow'));
  expect([old.isInvalid, newer.isInvalid]).toEqual([true, false]);
  expect(ended).toHaveBeenCalledOnce();
  expect(heard).toHaveBeenCalledOnce();
});

test('an update of the extension, which takes away its API, ends it at the next look', () => {
  const ended = vi.fn();
  const context = new ContentScriptContext();
  context.onInvalidated(ended);
  vi.spyOn(fakeBrowser.runtime, 'id', 'get').mockReturnValue(undefined as never);
  expect(context.isInvalid).toBe(true);
  expect(context.isInvalid).toBe(true);
  expect(ended).toHaveBeenCalledOnce();
});
