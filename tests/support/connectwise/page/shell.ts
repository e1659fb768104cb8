import type { FakeTicket } from '../tickets.ts';
import type { FakePage, OpenOptions, ScreenName, Who } from './api.ts';
import { putNumber, putRest, putWho } from './fields.ts';
import type { Place } from './hash.ts';
import { drawNotes } from './notes.ts';
import { otherScreen, type Scene, ticketScreen } from './screens.ts';

type Write = (place: Place, how?: OpenOptions['navigate']) => void;
type Hiding = NonNullable<Parameters<FakePage['keepHidden']>[1]>;

const withWho: ScreenName[] = ['company', 'contact', 'project', 'time'];
const hide: Record<Hiding, (card: HTMLElement) => void> = {
  display: (card) => (card.style.display = 'none'),
  visibility: (card) => (card.style.visibility = 'hidden'),
  parked: (card) => Object.assign(card.style, { position: 'absolute', left: '-10000px', top: '-10000px' }),
};

/** What shows screens in `main`: one card in front, whose pods go from ticket to ticket, and kept ones beside it. */
export function createShell(main: HTMLElement, scene: Scene, usualStaleMs: number, write: Write) {
  const { attribute } = scene.build;
  const card = document.createElement('div');
  main.replaceChildren(card);
  let onTicket: FakeTicket | undefined;
  let late: number[] = [];

  const after = (ms: number, run: () => void) => void (ms > 0 ? late.push(window.setTimeout(run, ms)) : run());
  const stopLate = () => {
    for (const timer of late) window.clearTimeout(timer);
    late = [];
  };

  function open(number: string, { staleMs = usualStaleMs, partMs = 0, first = 'contact', navigate }: OpenOptions = {}): void {
    const ticket = findTicket(scene, number);
    stopLate();
    const waitMs = onTicket ? staleMs : 0;
    if (!onTicket) card.innerHTML = ticketScreen(scene, number);
    onTicket = ticket;
    putNumber(card, ticket);
    write({ number }, navigate);
    const halves = partMs > 0 ? inHalves(ticket, first) : [ticket];
    halves.forEach((who, index) => after(waitMs + index * partMs, () => putWho(card, who, attribute)));
    after(waitMs, () => putRest(card, ticket, attribute));
  }

  function screen(name: ScreenName): void {
    stopLate();
    onTicket = undefined;
    card.innerHTML = otherScreen(scene, name);
    const [first] = scene.tickets;
    if (first && withWho.includes(name)) putWho(card, first, attribute);
    if (first) drawNotes(card, first);
    write({ screen: name });
  }

  function keepHidden(number: string, by: Hiding = 'display'): void {
    const ticket = findTicket(scene, number);
    const kept = Object.assign(document.createElement('div'), { className: 'cw-kept', innerHTML: ticketScreen(scene, number) });
    hide[by](kept);
    main.prepend(kept);
    putNumber(kept, ticket);
    putWho(kept, ticket, attribute);
    putRest(kept, ticket, attribute);
  }

  return {
    inFront: () => onTicket,
    open,
    screen,
    keepHidden,
    showBoth: () => main.querySelectorAll('.cw-kept').forEach((kept) => kept.removeAttribute('style')),
    set: (who: Who) => putWho(card, who, attribute),
    dropCompanyPod: () => card.querySelector('.pod_service_ticket_company')?.closest('.cw-pod')?.remove(),
    decorate: (text = 'SLA: 2h') => {
      const extra = Object.assign(document.createElement('span'), { className: 'other-extension', textContent: text });
      card.querySelector('.detailLabel')!.append(extra, ' #99 - ');
    },
  };
}

function findTicket({ tickets }: Scene, number: string): FakeTicket {
  const ticket = tickets.find((each) => each.number === number);
  if (!ticket) throw new Error(`The fake page has no ticket ${number}.`);
  return ticket;
}

function inHalves({ company, contact, email }: FakeTicket, first: OpenOptions['first']): Who[] {
  const halves: Who[] = [{ company, contact }, { email }];
  return first === 'email' ? halves.toReversed() : halves;
}
