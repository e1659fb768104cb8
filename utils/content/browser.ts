import type { Browser } from 'wxt/browser';

/**
 * What `wxt/browser` is inside the content script (see docs/decisions/0016). Not `browser`: where the browser has none, a page's
 * element of that id would stand in for it.
 */
export const browser = (globalThis as unknown as { chrome: typeof Browser }).chrome;
