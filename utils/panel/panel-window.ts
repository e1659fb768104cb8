import { browser } from 'wxt/browser';

type Window = { id?: number; type?: string };

/** The window in which a panel for a ticket in `own` can open: `own`, or, as windows that ConnectWise opened for one ticket have no panel, the ordinary window used last. */
export async function findPanelWindow(own: Window): Promise<number | undefined> {
  if (own.type === 'normal') return own.id;
  const last: Window | undefined = await browser.windows.getLastFocused({ windowTypes: ['normal'] }).catch(() => undefined);
  if (last?.type === 'normal') return last.id;
  return (await browser.windows.getAll({ windowTypes: ['normal'] })).at(-1)?.id;
}
