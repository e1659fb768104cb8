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
let asked = 0;

function open(): void {
  // Firefox opens the sidebar only from the click itself, Chrome and Edge only through the background.
  const sidebar = (browser as { sidebarAction?: { open(): Promise<void> } }).sidebarAction;
  void (sidebar ? sidebar.open() : openPanel());
}

function show(status: PodStatusWord): void {
  render(<Pod status={status} onOpen={open} />, root);
}

async function refresh(): Promise<void> {
  const ask = ++asked;
  const answer = await askPodStatus();
  // Without an answer the last ticket's status may not stand: it could be another person's.
  if (ask === asked) show(answer ? shown[answer.status] : 'none');
}

show('none');
browser.storage.onChanged.addListener((_changes, area) => {
  if (area === 'session') void refresh();
});
void refresh();
