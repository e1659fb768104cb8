import { situationOf } from '#contract/lifecycle';
import type { Verification } from '#contract/verification';
import type { Received } from '../utils/workflow/state';
import { Button } from './button';
import { remaining } from './clock';
import { Countdown } from './countdown';
import { Delivery } from './delivery';
import { CodeDigits, NumberToRead } from './digits';
import type { BodyProps } from './flow-body';
import { TroubleLine } from './notice';
import { TypedCode } from './typed-code';
import { methodOf } from './words';

type LiveProps = BodyProps<'live'> & { now: number };

/** A verification that is under way. */
export function LiveBody({ flow, now, emit, waiting }: LiveProps) {
  const { received, connected, trouble, busy } = flow;
  const resting = waiting || busy !== undefined;
  return (
    <>
      {!connected && <p class="reconnecting">Reconnecting to the service… The verification goes on there.</p>}
      <TroubleLine trouble={trouble} />
      {received.verification.yours ? <Yours flow={flow} now={now} emit={emit} waiting={resting} /> : <SomebodyElses received={received} now={now} />}
    </>
  );
}

function SomebodyElses({ received, now }: { received: Received; now: number }) {
  const { verification } = received;
  return (
    <>
      <p>
        By {methodOf(verification)}. Only {verification.technician} can go on with it. The outcome will appear here.
      </p>
      <Countdown received={received} now={now} />
    </>
  );
}

/** What its own technician faces now: the phone, the caller's code, or only a message that has not left yet. */
type Phase = 'leaving' | 'phone' | 'compare' | 'typed';

function phaseOf(verification: Verification): Phase {
  const { isPush, awaitsPhone, codeCheck } = situationOf(verification);
  if (awaitsPhone) return 'phone';
  if (!isPush && ['queued', 'sending'].includes(verification.delivery.state)) return 'leaving';
  return codeCheck === 'typed' ? 'typed' : 'compare';
}

function Yours({ flow, now, emit, waiting }: LiveProps) {
  const { received, busy } = flow;
  const { verification } = received;
  const phase = phaseOf(verification);
  return (
    <>
      {phase === 'phone' && verification.codeCheck === 'number' && <NumberToRead verification={verification} />}
      {phase === 'compare' && verification.code && <CodeDigits code={verification.code} />}
      {phase === 'typed' && <TypedCode key={verification.sendNumber} received={received} now={now} busy={busy === 'try_code'} resting={waiting} emit={emit} />}
      <Delivery verification={verification} />
      <Countdown received={received} now={now} />
      {phase !== 'leaving' && <Decide phase={phase} flow={flow} emit={emit} waiting={waiting} />}
      <div class="actions quiet-row">
        <ResendButton flow={flow} now={now} emit={emit} waiting={waiting} />
        {verification.canExtend && (
          <Button waiting={waiting} busy={busy === 'more_time'} onPress={() => emit({ name: 'more_time' })}>
            More time
          </Button>
        )}
        <Button waiting={waiting} busy={busy === 'cancel'} onPress={() => emit({ name: 'cancel' })}>
          CANCEL
        </Button>
      </div>
    </>
  );
}

const decideHints: Record<Exclude<Phase, 'leaving'>, string> = {
  phone: 'DENY if the caller does not seem to be who they say. CANCEL only stops it.',
  compare: 'APPROVE only if the caller reads exactly these six digits.',
  typed: 'DENY if the caller cannot read a code.',
};

function Decide({ phase, flow, emit, waiting }: BodyProps<'live'> & { phase: Exclude<Phase, 'leaving'> }) {
  return (
    <div class="decide">
      {phase === 'compare' && (
        <Button kind="approve" waiting={waiting} busy={flow.busy === 'approve'} onPress={() => emit({ name: 'approve' })}>
          APPROVE
        </Button>
      )}
      <Button kind="deny" waiting={waiting} busy={flow.busy === 'deny'} onPress={() => emit({ name: 'deny' })}>
        DENY
      </Button>
      <p class="hint">{decideHints[phase]}</p>
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
