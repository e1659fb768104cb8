import { browser } from 'wxt/browser';

type Window = { id?: number; type?: string };

/** The window in which a panel for a ticket in `own` can open: `own`, or, as windows that ConnectWise opened for one ticket have no panel, the ordinary window used last. */
export async function findPanelWindow(own: Window): Promise<number | undefined> {
  if (own.type === 'normal') return own.id;
  const last: Window | undefined = await browser.windows.getLastFocused({ windowTypes: ['normal'] }).catch(() => undefined);
  if (last?.type === 'normal') return last.id;
  return (await browser.windows.getAll({ windowTypes: ['normal'] })).at(-1)?.id;
}

/** The page at `url` once more, in an ordinary window: where the window that ConnectWise opened is the last one left. Answers the new one. */
export async function openPanelWindow(url: string | undefined): Promise<number> {
  const opened = url === undefined ? undefined : await browser.windows.create({ url });
  if (opened?.id === undefined) throw new Error('no ordinary window opens');
  return opened.id;
}
