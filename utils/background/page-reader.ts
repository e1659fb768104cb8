import type { DiagnosticsAnswer } from '../messages/answer';
import { PageDescriptionSchema, ReadingSchema } from '../messages/schemas';
import { sameContact } from '../workflow/contact';
import type { TabView } from '../workflow/snapshot';
import type { Effect, Trouble } from '../workflow/state';
import type { Dispatch } from './dispatch';
import { viewOf } from './tabs';
import type { BackgroundDeps } from './types';

const answerWithinMs = 1500;

type PageReaderDeps = Pick<BackgroundDeps, 'readPage' | 'describePage' | 'describeSelf' | 'wait'> & {
  dispatch: Dispatch;
  tabOf(key: string): Promise<number | undefined>;
  mayRead(address: string): Promise<boolean>;
  setView(tabId: number, view: TabView): Promise<void>;
};
export type PageReader = ReturnType<typeof createPageReader>;

/** Asks pages what they say now, and compares it with what the technician was shown. */
export function createPageReader(deps: PageReaderDeps) {
  const tabs = new Map<string, number>();

  return {
    /** The tab in which the technician pressed the button for this flow. */
    pressedIn(key: string, tabId: number): void {
      tabs.set(key, tabId);
    },
    read,
    /** How the page in a tab is built, for a report. */
    async describe(tabId: number): Promise<DiagnosticsAnswer> {
      const lines = PageDescriptionSchema.safeParse(await inTime(deps.describePage(tabId)));
      return lines.success ? { ok: true, text: [deps.describeSelf(), ...lines.data].join('\n') } : { ok: false, code: 'page_gone' };
    },
    async confirm(key: string, effect: Extract<Effect, { name: 'read_page' }>): Promise<void> {
      const { idempotencyKey } = effect;
      const tabId = tabs.get(key) ?? (await deps.tabOf(key));
      const view = tabId === undefined ? undefined : await read(tabId);
      const trouble = troubleOf(view, effect);
      await deps.dispatch(key, trouble ? { name: 'page_differs', idempotencyKey, trouble } : { name: 'page_confirmed', idempotencyKey });
      if (trouble && view && tabId !== undefined) await deps.setView(tabId, view);
    },
  };

  /** What the page in a tab says, or undefined when it does not answer in time, or may not be read. */
  async function read(tabId: number): Promise<TabView | undefined> {
    const answer = await inTime(deps.readPage(tabId));
    if (answer?.address === undefined || !(await deps.mayRead(answer.address).catch(() => false))) return undefined;
    const parsed = ReadingSchema.safeParse(answer.reading);
    return parsed.success ? viewOf(new URL(answer.address).hostname, parsed.data) : undefined;
  }

  function inTime<T>(answer: Promise<T>): Promise<T | undefined> {
    return Promise.race([answer.catch(() => undefined), deps.wait(answerWithinMs).then(() => undefined)]);
  }
}

function troubleOf(view: TabView | undefined, { contact }: Extract<Effect, { name: 'read_page' }>): Trouble | undefined {
  if (!view) return { code: 'page_gone' };
  if (view.kind === 'settling') return { code: 'page_settling' };
  return view.kind === 'ticket' && sameContact(view.contact, contact) ? undefined : { code: 'page_changed' };
}
