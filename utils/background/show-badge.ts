import { browser } from 'wxt/browser';
import type { Badge } from './badge';

/** Shows a badge on the toolbar button of one tab. A tab that is gone has none. */
export function showBadge(tabId: number, { text, colour, title }: Badge): void {
  const { action } = browser;
  const told = [action.setBadgeText({ tabId, text }), action.setTitle({ tabId, title }), ...(text === '' ? [] : [action.setBadgeBackgroundColor({ tabId, color: colour })])];
  void Promise.allSettled(told);
}
