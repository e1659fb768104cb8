import type { ContactOptions, Verification } from '#contract/verification';
import type { Method } from '#contract/words';
import type { Received } from '../utils/workflow/state';
import { Assurance } from './assurance';
import { Button } from './button';
import { localTime } from './clock';
import { reasonWords } from './delivery-words';
import type { BodyProps } from './flow-body';
import { obstacle } from './obstacle';
import { actionNames, methodNames } from './words';

/** The outcome, what it rests on, and the way out. */
export function EndedBody({ flow, emit, waiting }: BodyProps<'ended'>) {
  const { options, received } = flow;
  const { verification } = received;
  const { status, method, action } = verification;
  const next = status === 'failed' ? nextMethod(options, verification) : undefined;
  const successful = status === 'approved' || status === 'cancelled';
  return (
    <>
      <Why verification={verification} />
      <Summary received={received} />
      {status === 'approved' && <Assurance labels={verification.assurance} />}
      {verification.receipt && <Receipt receipt={verification.receipt} />}
      {status === 'failed' && !next && <NothingLeft options={options} verification={verification} />}
      <div class="actions">
        {status === 'expired' && canSend(options, method, verification) && (
          <Button kind="primary" waiting={waiting} onPress={() => emit({ name: 'send', method, action })}>
            SEND AGAIN
          </Button>
        )}
        {next && (
          <Button kind="primary" waiting={waiting} onPress={() => emit({ name: 'send', method: next, action })}>
            {`Send by ${methodNames[next]} instead`}
          </Button>
        )}
        <Button kind={successful ? 'primary' : 'quiet'} waiting={waiting} onPress={() => emit({ name: 'finish' })}>
          {successful ? 'OK' : 'CANCEL'}
        </Button>
      </div>
    </>
  );
}

function canSend({ methods, actionRequired, live }: ContactOptions, method: Method, { action }: Verification): boolean {
  const option = methods.find((one) => one.method === method);
  return option !== undefined && live === null && !(actionRequired && action === null) && obstacle(option, action) === undefined;
}

/** The next rung of the ladder: another method that this contact and this request allow. */
function nextMethod(options: ContactOptions, verification: Verification): Method | undefined {
  return options.methods.find(({ method }) => method !== verification.method && canSend(options, method, verification))?.method;
}

/** Why there is no next rung. */
function NothingLeft({ options, verification: { method, action } }: { options: ContactOptions; verification: Verification }) {
  const others = options.methods.filter((option) => option.method !== method && obstacle(option, action) !== undefined);
  return others.map((option) => (
    <p key={option.method} class="hint">
      {methodNames[option.method]}: {obstacle(option, action)}
    </p>
  ));
}

function Why({ verification: { status, endReason, delivery } }: { verification: Verification }) {
  if (status === 'denied') {
    return <p>{endReason === 'too_many_attempts' ? 'Too many wrong codes. ' : ''}Do not do what the caller asks for.</p>;
  }
  if (status === 'expired') return <p>The code has run out; it is worth nothing now.</p>;
  if (status === 'cancelled') return <p>Nobody was verified. The code is worth nothing now.</p>;
  if (status !== 'failed') return null;
  // The words for an interruption are those of "maybe sent"; here it is certain.
  const words = delivery.reason && delivery.reason !== 'interrupted' ? reasonWords[delivery.reason] : { what: 'The message did not leave.', next: 'Cancel and send again.' };
  return (
    <p>
      {words.what} {words.next}
    </p>
  );
}

function Summary({ received }: { received: Received }) {
  const { contact, method, destination, action, technician, endedAt } = received.verification;
  return (
    <dl class="summary">
      <div>
        <dt>Account</dt>
        <dd>
          <bdi>{contact}</bdi>
        </dd>
      </div>
      <div>
        <dt>Method</dt>
        <dd>
          {methodNames[method]} to <span class="destination">{destination}</span>
        </dd>
      </div>
      {action && (
        <div>
          <dt>Asked for</dt>
          <dd>{actionNames[action]}</dd>
        </div>
      )}
      <div>
        <dt>Technician</dt>
        <dd>{technician}</dd>
      </div>
      {endedAt !== null && (
        <div>
          <dt>Time</dt>
          <dd>{new Date(localTime(received, endedAt)).toLocaleString()}</dd>
        </div>
      )}
    </dl>
  );
}

function Receipt({ receipt }: { receipt: string }) {
  return (
    <p class="receipt">
      Receipt <code>{receipt}</code>
    </p>
  );
}
