import type { Verification } from '#contract/verification';
import type { Received } from '../utils/workflow/state';
import { Button } from './button';
import { formatCountdown, remaining } from './clock';
import { deliveryWords, reasonWords, triedAgain } from './delivery-words';
import type { BodyProps } from './flow-body';
import { TroubleLine } from './notice';
import { TypedCode } from './typed-code';
import { actionNames, methodNames } from './words';

type LiveProps = BodyProps<'live'> & { now: number };

/** A verification that is under way. */
export function LiveBody({ flow, now, emit, waiting }: LiveProps) {
  const { received, connected, trouble } = flow;
  const { verification } = received;
  return (
    <>
      {!connected && <p class="reconnecting">Reconnecting to the service… The verification goes on there.</p>}
      <TroubleLine trouble={trouble} />
      {verification.yours ? <Yours flow={flow} now={now} emit={emit} waiting={waiting} /> : <SomebodyElses received={received} now={now} />}
    </>
  );
}

function SomebodyElses({ received, now }: { received: Received; now: number }) {
  const { technician, method } = received.verification;
  return (
    <>
      <p>
        By {methodNames[method]}. Only {technician} sees the code and decides. The outcome will appear here.
      </p>
      <Countdown received={received} now={now} />
    </>
  );
}

function Yours({ flow, now, emit, waiting }: LiveProps) {
  const { received, busy } = flow;
  const { verification } = received;
  const resting = waiting || busy !== undefined;
  const handedOver = !['queued', 'sending'].includes(verification.delivery.state);
  const compare = verification.codeCheck === 'compare';
  return (
    <>
      {handedOver && compare && verification.code && <Digits code={verification.code} />}
      {handedOver && !compare && <TypedCode key={verification.sendNumber} received={received} now={now} busy={busy === 'try_code'} resting={resting} emit={emit} />}
      <Delivery verification={verification} />
      <Countdown received={received} now={now} />
      {handedOver && (
        <div class="decide">
          {compare && (
            <Button kind="approve" waiting={resting} busy={busy === 'approve'} onPress={() => emit({ name: 'approve' })}>
              APPROVE
            </Button>
          )}
          <Button kind="deny" waiting={resting} busy={busy === 'deny'} onPress={() => emit({ name: 'deny' })}>
            DENY
          </Button>
          <p class="hint">{compare ? 'APPROVE only if the caller reads exactly these six digits.' : 'DENY if the caller cannot read a code.'}</p>
        </div>
      )}
      <div class="actions quiet-row">
        <ResendButton flow={flow} now={now} emit={emit} waiting={resting} />
        {verification.canExtend && (
          <Button waiting={resting} busy={busy === 'more_time'} onPress={() => emit({ name: 'more_time' })}>
            More time
          </Button>
        )}
        <Button waiting={resting} busy={busy === 'cancel'} onPress={() => emit({ name: 'cancel' })}>
          CANCEL
        </Button>
      </div>
    </>
  );
}

function Digits({ code }: { code: string }) {
  return (
    <p class="digits" data-code="">
      {code.slice(0, 3)} {code.slice(3)}
    </p>
  );
}

function Delivery({ verification: { contact, delivery, method, destination, action, sendNumber } }: { verification: Verification }) {
  const reason = delivery.reason && reasonWords[delivery.reason];
  return (
    <div class={`delivery ${delivery.state}`}>
      <p>
        {methodNames[method]} to <b class="destination">{destination}</b>
        {sendNumber > 1 && `, code no. ${sendNumber}; earlier ones are dead`}
      </p>
      <p>
        Account: <bdi>{contact}</bdi>
      </p>
      <p class="state" role="status">
        {deliveryWords(delivery.state, method)}
        {reason && delivery.state === 'maybe_sent' && ` ${reason.what} ${reason.next}`}
        {delivery.reason === 'busy' && `. ${triedAgain}`}
      </p>
      {action && <p>Asked for: {actionNames[action]}</p>}
    </div>
  );
}

function Countdown({ received, now }: { received: Received; now: number }) {
  const { expiresAt, createdAt } = received.verification;
  if (expiresAt === null) return null;
  const left = remaining(received, expiresAt, now);
  const share = Math.min(1, left / Math.max(1, expiresAt - createdAt));
  return (
    <div class={left < 30_000 ? 'countdown short' : 'countdown'}>
      <div class="bar" aria-hidden="true">
        <span style={{ transform: `scaleX(${share.toFixed(4)})` }} />
      </div>
      <p role="timer" aria-live="off">
        <b>{formatCountdown(left)}</b> {left > 0 ? 'left' : 'Time is up. Waiting for the service…'}
      </p>
    </div>
  );
}

function ResendButton({ flow, now, emit, waiting }: LiveProps) {
  const { resendAt } = flow.received.verification;
  if (resendAt === null) return null;
  const seconds = Math.ceil(remaining(flow.received, resendAt, now) / 1000);
  return (
    <Button disabled={seconds > 0} waiting={waiting} busy={flow.busy === 'resend'} onPress={() => emit({ name: 'resend' })}>
      {seconds > 0 ? `Resend in ${seconds} s` : 'Resend'}
    </Button>
  );
}
