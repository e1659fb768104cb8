import type { ContactOptions, Verification } from '#contract/verification';
import { leadsOn, nextChoices } from '../utils/workflow/choice';
import type { SendChoice } from '../utils/workflow/state';
import { standingOf } from '../utils/workflow/verified';
import { Assurance } from './assurance';
import { Button } from './button';
import { revokedWords, whyEnded } from './ended-words';
import type { BodyProps } from './flow-body';
import { Flagged } from './flagged';
import { Invite } from './invite';
import { noteWords } from './note-words';
import { Notice } from './notice';
import { obstacle } from './obstacle';
import { Summary } from './summary';
import { TimeLeft } from './verified';
import { methodNames } from './words';

/** The outcome, what it rests on, and the way out. */
export function EndedBody({ flow, now, emit, waiting }: BodyProps<'ended'> & { now: number }) {
  const { options, received } = flow;
  const { verification } = received;
  const { status } = verification;
  const choices = nextChoices(options, verification);
  const successful = status === 'approved' || status === 'cancelled';
  return (
    <>
      <Why verification={verification} />
      {flow.revoked && <Revoked options={options} />}
      {status === 'approved' && !flow.revoked && <TimeLeft standing={standingOf(flow, now)} />}
      <Summary received={received} />
      {status === 'approved' && <Assurance verification={verification} />}
      {verification.receipt && <Receipt receipt={verification.receipt} />}
      <NoteLine note={verification.note} />
      {leadsOn(verification) && choices.length === 0 && <NothingLeft options={options} verification={verification} />}
      <div class="actions">
        {choices.map((choice, index) => (
          // After a denial nothing else is urged.
          <Button key={choice.method} kind={index === 0 && status !== 'denied' ? 'primary' : 'quiet'} waiting={waiting} onPress={() => emit({ name: 'send', ...choice })}>
            {sendWords(choice, verification)}
          </Button>
        ))}
        <Button kind={successful ? 'primary' : 'quiet'} waiting={waiting} onPress={() => emit({ name: 'finish' })}>
          {successful ? 'OK' : 'CANCEL'}
        </Button>
      </div>
      {!flow.revoked && <Invite flow={flow} emit={emit} waiting={waiting} />}
    </>
  );
}

function sendWords({ method }: SendChoice, before: Verification): string {
  return method === before.method ? 'SEND AGAIN' : `Send by ${methodNames[method]} instead`;
}

/** Why there is no next rung of the ladder. */
function NothingLeft({ options, verification: { status, method, action } }: { options: ContactOptions; verification: Verification }) {
  const rungs = options.methods.filter((option) => status === 'expired' || option.method !== method);
  return rungs.map((option) => {
    const problem = obstacle(option, action);
    return (
      problem && (
        <p key={option.method} class="hint">
          {methodNames[option.method]}: {problem}
        </p>
      )
    );
  });
}

function Why({ verification }: { verification: Verification }) {
  const words = whyEnded(verification);
  if (!words) return null;
  if (verification.endReason === 'not_requested') return <Notice words={words} tone="danger" urgent />;
  return (
    <p>
      {words.what} {words.next}
    </p>
  );
}

function Revoked({ options: { flaggedAt } }: { options: ContactOptions }) {
  return flaggedAt === null ? <Notice words={revokedWords} tone="danger" urgent /> : <Flagged at={flaggedAt} />;
}

/** Never in the way: the result stands whatever becomes of its note. */
function NoteLine({ note }: Pick<Verification, 'note'>) {
  return (
    <p class={note?.state === 'given_up' ? 'note lost' : 'note'} role="status">
      {note && noteWords(note)}
    </p>
  );
}

function Receipt({ receipt }: { receipt: string }) {
  return (
    <p class="receipt">
      Receipt <code>{receipt}</code>
    </p>
  );
}
