import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Pod, type PodStatusWord } from '../../components/pod/Pod';
import { podAnswerAfter, type PodAnswer, type PodStatus } from '../../utils/messages/answer';
import { askPodStatus, openPanel, tellOpened } from '../../utils/messages/send';
import { findPanelWindow, openPanelWindow } from '../../utils/panel/panel-window';

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
/** How often the minutes of a success are drawn anew. */
const drawMs = 10_000;
let asked = 0;
/** Where the panel opens: known before the click, which lasts for one call only. */
let panelWindow: number | undefined;
let ownWindow: number | undefined;
let heard: { answer: PodAnswer; at: number } | undefined;

/** Without an answer the last ticket's status may not stand: it could be another person's. */
function draw(): void {
  const now = heard && podAnswerAfter(heard.answer, Date.now() - heard.at);
  render(<Pod status={now ? shown[now.status] : 'none'} verified={now?.verified} onOpen={open} />, root);
}

/**
 * Chrome opens the panel from the click itself: a message would have to wake a sleeping background, and the click can be too old
 * by then. Firefox has no panel in this frame and asks the background.
 */
function open(): void {
  if (!browser.sidePanel || ownWindow === undefined) return void openPanel();
  if (panelWindow === undefined) return void openAnew();
  const windowId = panelWindow;
  browser.sidePanel.open({ windowId }).then(() => opened(windowId), () => openPanel());
}

/** No ordinary window is left. The click lasts long enough to open one and the panel in it. */
async function openAnew(): Promise<void> {
  const windowId = await openPanelWindow((await browser.tabs.getCurrent())?.url);
  await browser.sidePanel.open({ windowId });
}

/** The panel of another window is to be seen, and to show this ticket. */
async function opened(windowId: number): Promise<void> {
  await tellOpened(windowId);
  if (windowId !== ownWindow) await browser.windows.update(windowId, { focused: true });
}

async function findWindow(): Promise<void> {
  const own = await browser.windows?.getCurrent();
  if (!own) return;
  ownWindow = own.id;
  panelWindow = await findPanelWindow(own);
}

async function refresh(): Promise<void> {
  void findWindow(); // a tab can move to another window
  const ask = ++asked;
  const answer = await askPodStatus();
  if (ask !== asked) return;
  heard = answer && { answer, at: Date.now() };
  draw();
}

// The page around this frame says how it looks: `#light`, `#dark`, `#light-card`, `#dark-card`.
const [tone, card] = location.hash.slice(1).split('-');
document.documentElement.dataset['tone'] = tone === 'dark' ? 'dark' : 'light';
document.documentElement.classList.toggle('card', card === 'card');
draw();
setInterval(draw, drawMs);
// Which ordinary window was used last changes without a word to this frame.
for (const event of ['pointerover', 'focusin']) document.addEventListener(event, () => void findWindow());
if (browser.storage.session) {
  browser.storage.onChanged.addListener((_changes, area) => {
    if (area === 'session') void refresh();
  });
} else {
  setInterval(() => document.visibilityState === 'visible' && void refresh(), pollMs);
}
void refresh();
