import type { Exception } from '#contract/connectwise';
import { chosenCustomer } from '../utils/workflow/asked';
import { type GoingOn, doubtsOf, goingOnOf } from '../utils/workflow/doubts';
import type { Intent, Ready } from '../utils/workflow/state';
import { AskSecond } from './ask-second';
import { Button } from './button';
import { TimeBar } from './countdown';
import { dangerOf, doubtWords } from './doubt-words';
import type { BodyProps } from './flow-body';
import { Notice } from './notice';
import { Callers } from './other-caller';

type Emit = Pick<BodyProps<'ready'>, 'emit' | 'waiting'>;

/** What speaks against the contact, and how far somebody is with going on in spite of it. */
export function Doubted({ flow, now, emit, waiting }: BodyProps<'ready'> & { now: number }) {
  const goingOn = goingOnOf(flow, now);
  const resting = waiting || flow.busy !== undefined;
  return (
    <>
      <Differs flow={flow} goingOn={goingOn} />
      <Stage goingOn={goingOn} flow={flow} emit={emit} waiting={resting} />
    </>
  );
}

function Differs({ flow: { about, options }, goingOn }: { flow: Ready; goingOn: GoingOn }) {
  const doubts = goingOn.stage === 'open' ? doubtsOf(options) : [...new Set([...options.doubts, ...goingOn.exception.doubts])];
  const page = 'contact' in about ? about.contact : undefined;
  return (
    <section class="doubts" aria-label="What speaks against this contact">
      <ul>
        {doubtWords(doubts, { page, record: options.record }).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p class="peril">{dangerOf(doubts)}</p>
    </section>
  );
}

function Stage({ goingOn, flow, emit, waiting }: { goingOn: GoingOn; flow: Ready } & Emit) {
  if (goingOn.stage === 'open') return <NextSteps flow={flow} emit={emit} waiting={waiting} />;
  const { stage, whose, exception, leftMs } = goingOn;
  switch (stage) {
    case 'asked':
      return whose === 'mine' ? <Waiting exception={exception} leftMs={leftMs} ticket={flow.options.ticket.number} emit={emit} waiting={waiting} /> : <Answer exception={exception} leftMs={leftMs} flow={flow} emit={emit} waiting={waiting} />;
    case 'confirmed':
      return whose === 'mine' ? <Confirmed exception={exception} leftMs={leftMs} /> : <Theirs words={`${exception.secondBy} confirmed that ${exception.askedBy} goes on.`} next={`Only ${exception.askedBy} can send.`} flow={flow} emit={emit} waiting={waiting} />;
    case 'refused':
      return <Theirs words={`${exception.secondBy} refused ${whose === 'mine' ? 'going on' : `what ${exception.askedBy} asked for`}.`} next="" flow={flow} emit={emit} waiting={waiting} />;
  }
}

/** Correct it, choose another contact (which stands below), or have a second technician confirm it. */
function NextSteps({ flow, emit, waiting }: { flow: Ready } & Emit) {
  const { options } = flow;
  if (options.doubts.length === 0) return null;
  const isUnread = options.doubts.includes('record_unread');
  const again: Intent = { name: 'look_up', customerId: chosenCustomer(options) };
  return (
    <>
      <p>
        <b>Nothing can be sent.</b> {isUnread ? 'Wait a moment, then look again.' : 'Correct the ticket or the contact in ConnectWise, then look again.'}
      </p>
      <div class="actions">
        <Button kind="primary" waiting={waiting} onPress={() => emit(again)}>
          LOOK AGAIN
        </Button>
      </div>
      <Callers flow={flow} emit={emit} waiting={waiting} />
      <AskSecond emit={emit} waiting={waiting} busy={flow.busy === 'ask'} />
    </>
  );
}

function Theirs({ words, next, flow, emit, waiting }: { words: string; next: string; flow: Ready } & Emit) {
  return (
    <>
      <Notice words={{ what: words, next }} tone="info" />
      <NextSteps flow={flow} emit={emit} waiting={waiting} />
    </>
  );
}

function Waiting({ exception, leftMs, ticket, emit, waiting }: { exception: Exception; leftMs: number; ticket: string } & Emit) {
  return (
    <>
      <p>
        {exception.askedBy} asked: <q>{exception.reason}</q>
      </p>
      <p>Have a colleague open ticket #{ticket} in their own panel. Their answer appears here.</p>
      <TimeBar leftMs={leftMs} wholeMs={exception.expiresAt - exception.askedAt} over="It is over. Ask again." />
      <div class="actions">
        <Button waiting={waiting} onPress={() => emit({ name: 'finish' })}>
          CANCEL
        </Button>
      </div>
    </>
  );
}

/** What the second technician faces, and nothing beside it. */
function Answer({ exception: { id, askedBy, reason, expiresAt, askedAt }, leftMs, flow: { busy }, emit, waiting }: { exception: Exception; leftMs: number; flow: Ready } & Emit) {
  const decide = (decision: 'confirm' | 'refuse') => emit({ name: 'decide_exception', exceptionId: id, decision });
  return (
    <>
      <p>
        {askedBy} wants to go on in spite of this, because: <q>{reason}</q>
      </p>
      <p class="hint">CONFIRM only what you have checked yourself: it counts for {askedBy} and this ticket, and both of you are on record.</p>
      <div class="decide">
        <Button kind="approve" waiting={waiting} busy={busy === 'confirm'} onPress={() => decide('confirm')}>
          CONFIRM
        </Button>
        <Button kind="deny" waiting={waiting} busy={busy === 'refuse'} onPress={() => decide('refuse')}>
          REFUSE
        </Button>
      </div>
      <TimeBar leftMs={leftMs} wholeMs={expiresAt - askedAt} over="It is over." />
    </>
  );
}

function Confirmed({ exception: { expiresAt, askedAt }, leftMs }: { exception: Exception; leftMs: number }) {
  return <TimeBar leftMs={leftMs} wholeMs={expiresAt - askedAt} words="left to send" over="It is over. Ask again." />;
}
