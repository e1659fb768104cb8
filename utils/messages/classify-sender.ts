import { isConnectWiseUrl } from '../connectwise/hosts.ts';

/** What a browser says about the sender of a message. */
export type Sender = {
  id?: string;
  origin?: string;
  url?: string;
  frameId?: number;
  tab?: { id?: number; windowId?: number; active?: boolean };
};
export type SenderKind = 'content' | 'pod' | 'panel' | 'options' | 'stranger';

/**
 * Who sent a message, decided by what the browser says and by nothing that the message says. Only the real side panel has
 * no tab: its page opened in a tab is a stranger, because a page may have got somebody to open it. `content` says only that the
 * address can be ConnectWise's: whether it is one that may be read, the settings and the browser say.
 */
export function classifySender(sender: Sender, extensionOrigin: string, runtimeId: string): SenderKind {
  const url = parse(sender.url);
  if (!url || sender.id !== runtimeId) return 'stranger';
  if (originOf(url) === extensionOrigin) return pageOfOurs(sender, url, extensionOrigin);
  return isTicketPage(sender, url) ? 'content' : 'stranger';
}

function pageOfOurs(sender: Sender, url: URL, extensionOrigin: string): SenderKind {
  if (sender.origin !== undefined && sender.origin !== extensionOrigin) return 'stranger';
  const inTab = sender.tab !== undefined;
  const topFrame = (sender.frameId ?? 0) === 0;
  if (url.pathname === '/sidepanel.html') return inTab ? 'stranger' : 'panel';
  if (url.pathname === '/pod.html') return inTab && !topFrame ? 'pod' : 'stranger';
  if (url.pathname === '/options.html') return topFrame ? 'options' : 'stranger';
  return 'stranger';
}

function isTicketPage(sender: Sender, url: URL): boolean {
  if (sender.tab?.id === undefined || sender.frameId !== 0) return false;
  if (sender.origin !== undefined && sender.origin !== originOf(url)) return false;
  return isConnectWiseUrl(url);
}

/** Not `URL.origin`: it is "null" for extension addresses in some engines. */
function originOf(url: URL): string {
  return `${url.protocol}//${url.host}`;
}

function parse(text: string | undefined): URL | undefined {
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}
