import { chosenCustomer } from '../utils/workflow/asked';
import { type GoingOn, doubtsOf, goingOnOf } from '../utils/workflow/doubts';
import type { ExceptionDecision, Ready } from '../utils/workflow/state';
import { AskSecond } from './ask-form';
import { Button } from './button';
import { TimeBar } from './countdown';
import { DoubtList } from './doubt-list';
import { nextStep } from './doubt-words';
import type { BodyProps } from './flow-body';
import { Notice } from './notice';
import { Callers } from './other-caller';

type Pending = Exclude<GoingOn, { stage: 'open' }>;
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
  return <DoubtList doubts={doubts} sides={{ page, record: options.record }} />;
}

function Stage({ goingOn, flow, emit, waiting }: { goingOn: GoingOn; flow: Ready } & Emit) {
  const steps = <NextSteps flow={flow} emit={emit} waiting={waiting} />;
  if (goingOn.stage === 'open') return steps;
  const { stage, whose, exception } = goingOn;
  const { askedBy, secondBy } = exception;
  if (stage === 'asked') return <Asked goingOn={goingOn} flow={flow} emit={emit} waiting={waiting} />;
  if (stage === 'confirmed' && whose === 'mine') return <TimeToAnswer goingOn={goingOn} words="left to send" />;
  const words = stage === 'refused' ? { what: `${secondBy} refused what ${askedBy} asked for`, next: '' } : { what: `${secondBy} confirmed that ${askedBy} goes on`, next: `Only ${askedBy} can send.` };
  return (
    <>
      <Notice words={words} tone="info" />
      {steps}
    </>
  );
}

/** Correct it, choose another contact (which stands below), or have a second technician confirm it. */
function NextSteps({ flow, emit, waiting }: { flow: Ready } & Emit) {
  const { options } = flow;
  if (options.doubts.length === 0) return null;
  return (
    <>
      <p>
        <b>Nothing can be sent.</b> {nextStep(options.doubts)}
      </p>
      <div class="actions">
        <Button kind="primary" waiting={waiting} onPress={() => emit({ name: 'look_up', customerId: chosenCustomer(options) })}>
          LOOK AGAIN
        </Button>
      </div>
      <Callers flow={flow} emit={emit} waiting={waiting} />
      <AskSecond waiting={waiting} busy={flow.busy === 'ask'} onAnswer={(reason) => emit({ name: 'ask_second', reason })} />
    </>
  );
}

/** What the one who asks sees while they wait; and what the second technician faces, and nothing beside it. */
function Asked({ goingOn, flow: { about, busy, options }, emit, waiting }: { goingOn: Pending; flow: Ready } & Emit) {
  const { whose, exception: { id, askedBy, reason } } = goingOn;
  const decide = (decision: ExceptionDecision) => emit({ name: 'decide_exception', exceptionId: id, decision });
  return (
    <>
      <p>
        {askedBy} wants to go on in spite of this, because: <q>{reason}</q>
      </p>
      {whose === 'mine' ? (
        <p>
          Have a colleague open ticket #{options.ticket.number} in their own panel{whomToChoose(about, options)}. Their answer appears here.
        </p>
      ) : (
        <>
          <p class="hint">CONFIRM only what you have checked yourself. Both of you are on record.</p>
          <div class="decide">
            <Button kind="approve" waiting={waiting} busy={busy === 'confirm'} onPress={() => decide('confirm')}>
              CONFIRM
            </Button>
            <Button kind="deny" waiting={waiting} busy={busy === 'refuse'} onPress={() => decide('refuse')}>
              REFUSE
            </Button>
          </div>
        </>
      )}
      <TimeToAnswer goingOn={goingOn} />
      {whose === 'mine' && (
        <div class="actions">
          <Button waiting={waiting} onPress={() => emit({ name: 'finish' })}>
            CANCEL
          </Button>
        </div>
      )}
    </>
  );
}

/** A colleague who only opens the ticket faces its own contact, and the customer that its company decides. */
function whomToChoose(about: Ready['about'], { record, account, customer }: Ready['options']): string {
  if (about.caller) return ` and choose ${record?.name ?? account.name} as the caller there`;
  return customer.chosen ? ` and choose the customer ${customer.name} there` : '';
}

function TimeToAnswer({ goingOn: { leftMs, exception: { askedAt, expiresAt } }, words }: { goingOn: Pending; words?: string }) {
  return <TimeBar leftMs={leftMs} wholeMs={expiresAt - askedAt} words={words} over="It is over." />;
}
