import type { Figure } from './figure.ts';
import { openContestants } from './page/contestants.ts';
import { aboutHeap, measureHeap } from './page/heap.ts';
import { aboutRendering, measureRendering } from './page/rendering.ts';
import { aboutSettledToPanel, measureSettledToPanel } from './page/settled-to-panel.ts';

/** For whoever reads the figures. */
export const aboutPage = [aboutRendering, aboutSettledToPanel, aboutHeap].join('\n\n');

/** What the extension costs the ConnectWise page, and how soon it shows the contact. */
export async function measurePage(): Promise<Figure[]> {
  await using stack = new AsyncDisposableStack();
  const contestants = await openContestants(stack);
  return [...(await measureRendering(contestants)), ...(await measureHeap(contestants)), ...(await measureSettledToPanel(contestants))];
}
