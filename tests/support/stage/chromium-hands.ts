import type { Page, Worker } from 'playwright';
import type { Badge, Hands } from './browser-stage.ts';

/** Mouse and keyboard over Playwright's page. */
export function createChromiumHands(page: () => Page): Hands {
  return {
    click: ({ x, y }) => page().mouse.click(x, y),
    move: ({ x, y }) => page().mouse.move(x, y),
    drag: async (from, to) => {
      const { mouse } = page();
      await mouse.move(from.x, from.y);
      await mouse.down();
      await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
      await mouse.move(to.x, to.y);
      await mouse.up();
    },
    press: (key) => page().keyboard.press(key),
  };
}

/** The accessible names of buttons, groups and frames. */
export async function namesIn(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: { role?: { value: string }; name?: { value: string } }[] };
  await session.detach();
  return nodes.filter(({ role }) => ['button', 'group', 'Iframe'].includes(role?.value ?? '')).map(({ name }) => name?.value ?? '');
}

type Chrome = { chrome: { tabs: { query(filter: { url: string }): Promise<{ id?: number }[]> }; action: { getBadgeText(of: { tabId: number }): Promise<string>; getTitle(of: { tabId: number }): Promise<string> } } };

/** What the browser itself says that the button of the first ticket's tab shows. */
export function readBadge(worker: Worker): Promise<Badge> {
  return worker.evaluate(async () => {
    const { tabs, action } = (globalThis as unknown as Chrome).chrome;
    const tabId = (await tabs.query({ url: 'https://na.myconnectwise.net/*' }))[0]?.id ?? -1;
    return { text: await action.getBadgeText({ tabId }), title: await action.getTitle({ tabId }) };
  });
}
