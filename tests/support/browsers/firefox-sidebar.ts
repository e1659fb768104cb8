import type { Marionette } from './marionette.ts';
import { poll } from './poll.ts';

export type Sidebar = ReturnType<typeof createSidebar>;

/** Finds the extension's page inside Firefox's sidebar, or in the popup below the toolbar button. Stands in front of every script below. */
const findBrowser = `
  const window_ = Services.wm.getMostRecentWindow('navigator:browser');
  const outer = window_.SidebarController?.browser;
  const docked = window_.SidebarController?.isOpen ? outer?.contentDocument?.getElementById('webext-panels-browser') : undefined;
  const inner = docked ?? window_.document.querySelector('browser[webextension-view-type="popup"]');`;

/** Runs in the process of the sidebar's page: evaluates there, answers by message. */
const frameScript = `
  const answer = (value) => sendAsyncMessage('countersign:answer', value);
  try {
    const task = JSON.parse(decodeURIComponent(TASK));
    const document_ = content.document;
    const named = [...document_.querySelectorAll('button, a, input, select, textarea, label, summary, [role]')].filter((each) => each.getClientRects().length > 0);
    const nameOf = (each) => (each.getAttribute('aria-label') ?? (each.labels?.[0]?.textContent || each.textContent || each.value || '')).trim().replace(/\\s+/g, ' ');
    const find = (name) => named.find((each) => nameOf(each) === name);
    if (task.kind === 'text') answer({ value: document_.body?.innerText ?? '' });
    if (task.kind === 'width') answer({ value: content.innerWidth });
    if (task.kind === 'where') {
      const found = find(task.name);
      found?.scrollIntoView({ block: 'center' });
      const box = found?.getBoundingClientRect();
      answer({ value: box ? { x: content.mozInnerScreenX + box.x + box.width / 2, y: content.mozInnerScreenY + box.y + box.height / 2, disabled: Boolean(found.disabled) } : null });
    }
    if (task.kind === 'choose') {
      const found = named.find((each) => each.localName === 'input' && new RegExp(task.name).test(nameOf(each)));
      found?.click();
      answer({ value: Boolean(found?.checked) });
    }
    if (task.kind === 'fill') {
      const found = named.find((each) => ['input', 'textarea', 'select'].includes(each.localName) && nameOf(each) === task.name);
      if (found) {
        found.focus();
        found.value = task.value;
        found.dispatchEvent(new content.Event('input', { bubbles: true }));
        found.dispatchEvent(new content.Event('change', { bubbles: true }));
      }
      answer({ value: Boolean(found) });
    }
  } catch (error) { answer({ error: String(error) }); }`;

const askScript = `${findBrowser}
  const done = arguments[arguments.length - 1];
  if (!inner?.messageManager) return done({ error: 'the sidebar shows no extension page' });
  const manager = inner.messageManager;
  const finish = (answer) => { window_.clearTimeout(timer); manager.removeMessageListener('countersign:answer', listener); done(answer); };
  const listener = (message) => finish(message.data);
  // A page that is exchanged at this moment never answers: whoever asked asks again.
  const timer = window_.setTimeout(() => finish({ error: 'the page did not answer' }), 3000);
  manager.addMessageListener('countersign:answer', listener);
  manager.loadFrameScript('data:,' + encodeURIComponent(arguments[0]), false);`;

type Task = { kind: 'text' | 'width' } | { kind: 'where'; name: string } | { kind: 'choose'; name: string } | { kind: 'fill'; name: string; value: string };
type Place = { x: number; y: number; disabled: boolean };

/** The real sidebar of the browser: what stands in it, and real clicks on it. */
export function createSidebar(marionette: Marionette, click: (x: number, y: number) => void) {
  const inChrome = async <T>(work: () => Promise<T>): Promise<T> => {
    await marionette.useContext('chrome');
    try {
      return await work();
    } finally {
      await marionette.useContext('content');
    }
  };
  const ask = async <T>(task: Task): Promise<T> => {
    const script = frameScript.replace('TASK', () => JSON.stringify(encodeURIComponent(JSON.stringify(task))));
    const answer = await inChrome(() => marionette.asyncScript<{ value: T; error?: string }>(askScript, [script]));
    if (answer.error) throw new Error(answer.error);
    return answer.value;
  };
  return {
    /** The address of the page in the open sidebar. */
    url: () => inChrome(() => marionette.script<string | null>(`${findBrowser} return window_.SidebarController?.isOpen ? (docked?.currentURI?.spec ?? null) : null;`)),
    text: () => ask<string>({ kind: 'text' }),
    width: () => ask<number>({ kind: 'width' }),
    /** Waits until the sidebar shows a text that matches, and answers all of it. */
    sees: (pattern: RegExp, timeoutMs?: number) =>
      poll(`${pattern} in the sidebar`, async () => {
        const text = await ask<string>({ kind: 'text' });
        if (!pattern.test(text)) throw new Error(`it shows "${text}"`);
        return text;
      }, timeoutMs),
    /** Clicks the enabled button, link or field with exactly this name, with the mouse. */
    click: async (name: string) => {
      const place = await poll(`"${name}" in the sidebar`, async () => {
        const found = await ask<Place | null>({ kind: 'where', name });
        return found && !found.disabled ? found : undefined;
      });
      click(place.x, place.y);
    },
    /** Chooses the option whose label matches. */
    choose: async (name: RegExp) => {
      await poll(`the option ${name} in the sidebar`, () => ask<boolean>({ kind: 'choose', name: name.source }));
    },
    /** Puts `value` into the field with this label. */
    fill: async (name: string, value: string) => {
      await poll(`the field "${name}" in the sidebar`, () => ask<boolean>({ kind: 'fill', name, value }));
    },
  };
}
