import type { FakeTicket } from '../tickets.ts';
import type { FakePage, ScreenName } from './api.ts';
import { type BuildName, builds } from './builds.ts';
import { createChurn } from './churn.ts';
import { closeDialogs, openDialog } from './dialogs.ts';
import { createHash, type Fragments } from './hash.ts';
import { createShell } from './shell.ts';
import { watchNotes } from './written-notes.ts';

/** What the server puts into the page. */
export type PageData = { tickets: FakeTicket[]; staleMs: number; build: BuildName; fragments: Fragments; hostedHost: string; hasNotes: boolean };

const { tickets, staleMs, build: buildName, fragments, hostedHost, hasNotes } = JSON.parse(document.getElementById('cw-data')!.textContent) as PageData;
const build = builds[buildName];
const main = document.getElementById('cw-main')!;
// Firefox cannot map ports: there the port is part of every address.
const hostedUrl = `https://${hostedHost}${location.port ? `:${location.port}` : ''}/pod`;
const hash = createHash(fragments, (place) => ('number' in place ? shell.open(place.number) : shell.screen(place.screen)));
const { inFront, ...shell } = createShell(main, { build, tickets, hostedUrl }, staleMs, hash.write);
const churn = createChurn(main, build.prefix);

const cw: FakePage = {
  ...shell,
  tickets,
  dialog: (who) => openDialog(build, who),
  closeDialog: closeDialogs,
  popOut: (number) => window.open(`${location.pathname}?routeTo=ServiceFV&recid=${number}&popout=1`, '_blank', 'popup,width=980,height=760'),
  theme: (name) => void document.documentElement.classList.toggle('cw-dark', name === 'dark'),
  churn: (options) => (options === false ? churn.stop() : churn.start(options === true ? {} : options)),
  churned: churn.made,
};
window.cw = cw;

document.addEventListener('click', (event) => {
  const from = (event.target as Element).closest<HTMLElement>('[data-screen], [data-ticket], [data-theme]');
  if (!from) return;
  event.preventDefault();
  const { ticket, screen } = from.dataset;
  if (ticket) cw.open(ticket);
  else if (screen) cw.screen(screen as ScreenName);
  else cw.theme(document.documentElement.classList.contains('cw-dark') ? 'light' : 'dark');
});

if (hasNotes) watchNotes(() => main.lastElementChild, inFront);
begin(new URLSearchParams(location.search));

/** Shows what the address asks for. */
function begin(query: URLSearchParams): void {
  if (query.get('theme') === 'dark') cw.theme('dark');
  document.documentElement.classList.toggle('cw-popout', query.has('popout'));
  const asked = query.get('recid') ?? query.get('service_recid');
  const place = hash.current();
  const known = tickets.some(({ number }) => number === asked);
  if (/\/timeexpensemodule\.html$/i.test(location.pathname)) cw.screen('time');
  else if (place && 'number' in place) cw.open(place.number);
  else if (place) cw.screen(place.screen);
  else if (query.has('screen')) cw.screen(query.get('screen') as ScreenName);
  else if (asked && known) cw.open(asked);
  else if (asked || !tickets[0]) cw.screen('board');
  else cw.open(tickets[0].number);
}
