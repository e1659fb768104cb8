import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Pod, type PodStatusWord } from '../../components/pod/Pod';
import type { PodStatus } from '../../utils/messages/answer';
import { askPodStatus, openPanel } from '../../utils/messages/send';

const shown: Record<PodStatus, PodStatusWord> = {
  none: 'none',
  unverified: 'none',
  sending: 'waiting',
  waiting: 'waiting',
  verified: 'verified',
  not_verified: 'not_verified',
};
const root = document.getElementById('root')!;
/** Firefox runs this frame in the page's own process, where neither storage.session nor its changes can be seen. */
const pollMs = 3000;
let asked = 0;
let windowId: number | undefined;

function show(status: PodStatusWord): void {
  render(<Pod status={status} onOpen={open} />, root);
}

/**
 * Chrome opens the panel from the click itself: a message would have to wake a sleeping background, and the click can be too old
 * by then. Firefox has no panel in this frame and asks the background.
 */
function open(): void {
  if (windowId !== undefined && browser.sidePanel) browser.sidePanel.open({ windowId }).catch(() => openPanel());
  else void openPanel();
}

async function findWindow(): Promise<void> {
  windowId = (await browser.windows?.getCurrent())?.id;
}

async function refresh(): Promise<void> {
  void findWindow(); // a tab can move to another window
  const ask = ++asked;
  const answer = await askPodStatus();
  // Without an answer the last ticket's status may not stand: it could be another person's.
  if (ask === asked) show(answer ? shown[answer.status] : 'none');
}

show('none');
if (browser.storage.session) {
  browser.storage.onChanged.addListener((_changes, area) => {
    if (area === 'session') void refresh();
  });
} else {
  setInterval(() => document.visibilityState === 'visible' && void refresh(), pollMs);
}
void refresh();
