import type { PhoneRequest } from '#contract/phone';
import { Button } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';
import { Notice, TroubleNotice } from '../parts/notice.tsx';
import type { Notifications } from '../device/notifications.ts';
import type { Platform } from '../device/platform.ts';
import { localTime } from '../state/clock.ts';
import type { AppState } from '../state/phone.ts';
import { isPending, mayReport } from '../state/requests.ts';
import { notificationWords, withoutNotifications } from '../words/notification-words.ts';
import { outcomeOf, titleOf } from '../words/request-words.ts';

export type HomeProps = { state: AppState; online: boolean; platform: Platform; onOpen(id: string, reporting: boolean): void; onTurnOnNotifications(): void };
const when = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** What waits for an answer, what was last, and whether anything new can arrive. */
export function Home({ state, online, platform, onOpen, onTurnOnNotifications }: HomeProps) {
  const { list, trouble } = state.requests;
  const pending = list?.value.requests.filter(isPending) ?? [];
  return (
    <>
      <Heading screen="home">{online && !trouble ? headline(pending.length, list !== undefined) : 'Not connected'}</Heading>
      {online ? <TroubleNotice trouble={trouble} /> : <Offline />}
      {pending.map((request) => <Pending key={request.terms.verification} request={request} onOpen={onOpen} />)}
      {list && online && !trouble && pending.length === 0 && <p class="muted">When {state.tenant ?? 'your help desk'} needs to know that it is you, the question appears here.</p>}
      <NotificationsNotice state={state.notifications} platform={platform} onTurnOn={onTurnOnNotifications} />
      <History state={state} onOpen={onOpen} />
      <nav aria-label="More">
        <a href="#phones">Phones</a>
        <a href="#notifications">Notifications</a>
        <a href="#lost">Lost a phone?</a>
      </nav>
    </>
  );
}

function headline(count: number, known: boolean): string {
  if (!known) return 'Asking for requests';
  if (count === 0) return 'Nothing is waiting';
  return count === 1 ? 'One request is waiting' : `${count} requests are waiting`;
}

function Offline() {
  return (
    <Notice>
      <p><b>You are offline.</b> This is tried again by itself.</p>
    </Notice>
  );
}

function Pending({ request: { terms }, onOpen }: { request: PhoneRequest; onOpen: HomeProps['onOpen'] }) {
  return (
    <Button kind="primary" onPress={() => onOpen(terms.verification, false)}>
      {titleOf(terms.action)}, {terms.technician.name}, ticket #{terms.ticket.number}
    </Button>
  );
}

function NotificationsNotice({ state, platform, onTurnOn }: { state: Notifications | undefined; platform: Platform; onTurnOn(): void }) {
  if (state === undefined || state === 'on') return null;
  return (
    <div class="notice warning">
      <p><b>{notificationWords(state, platform).what}</b> {withoutNotifications}</p>
      {state === 'asks' ? <Button kind="primary" onPress={onTurnOn}>Turn on notifications</Button> : <a class="button plain" href="#notifications">How to turn them on</a>}
    </div>
  );
}

function History({ state, onOpen }: Pick<HomeProps, 'state' | 'onOpen'>) {
  const { list } = state.requests;
  const over = list?.value.requests.filter((request) => !isPending(request)) ?? [];
  if (!list || over.length === 0) return null;
  return (
    <section class="history" aria-labelledby="history">
      <h2 id="history">Last requests</h2>
      <ul>
        {over.map((request) => <Over key={request.terms.verification} request={request} at={when.format(localTime(list, request.createdAt))} onOpen={onOpen} />)}
      </ul>
    </section>
  );
}

function Over({ request, at, onOpen }: { request: PhoneRequest; at: string; onOpen: HomeProps['onOpen'] }) {
  const { action, technician, ticket, verification } = request.terms;
  const { tone, short } = outcomeOf(request);
  return (
    <li>
      <span class={`outcome ${tone}`}>{short}</span>
      <b>{titleOf(action)}</b>
      <span class="muted">{at}, {technician.name}, #{ticket.number}</span>
      {mayReport(request) && <Button kind="quiet" label={`I did not ask for this: ${titleOf(action)}, ${at}`} onPress={() => onOpen(verification, true)}>I did not ask for this</Button>}
    </li>
  );
}
