import type { WantedCheck } from '#contract/lifecycle';
import type { ContactOptions } from '#contract/verification';
import type { Action, Direction, Method } from '#contract/words';
import { useState } from 'preact/hooks';
import { isOffered } from '../utils/workflow/choice';
import { type GoingOn, doubtsOf, goingOnOf, isStopped } from '../utils/workflow/doubts';
import { serviceTime, standingOf } from '../utils/workflow/verified';
import { AskSecond } from './ask-form';
import { Button } from './button';
import { same } from './doubt-words';
import { Doubted } from './doubted';
import type { BodyProps } from './flow-body';
import { Flagged } from './flagged';
import { MethodCard } from './method-card';
import { Notice, TroubleLine } from './notice';
import { obstacle } from './obstacle';
import { Callers } from './other-caller';
import { PushCheck } from './push-check';
import { ActionSelect, DirectionChoice } from './request-fields';
import { VerifiedNotice } from './verified';
import type { Words } from './words';

/** Who it is, what speaks against that, and the form to send with: unless something stops it, or this technician is the one who is asked. */
export function ReadyBody({ flow, now, emit, waiting }: BodyProps<'ready'> & { now: number }) {
  const { options, trouble } = flow;
  const standing = standingOf(flow, now);
  const goingOn = goingOnOf(flow, now);
  const isAsked = goingOn.stage === 'asked' && goingOn.whose === 'theirs';
  const isDoubted = options.doubts.length > 0 || (goingOn.stage !== 'open' && goingOn.exception.doubts.length > 0);
  const isOver = isStopped(options) || (options.doubts.length > 0 && goingOn.stage === 'open');
  return (
    <>
      {options.flaggedAt !== null && <Flagged at={options.flaggedAt} />}
      {standing && <VerifiedNotice standing={standing} />}
      <TroubleLine trouble={trouble} />
      <AccountLine flow={flow} emit={emit} waiting={waiting} />
      {isDoubted && <Doubted flow={flow} now={now} emit={emit} waiting={waiting} />}
      {!isAsked && !isOver && <SendForm flow={flow} now={now} emit={emit} waiting={waiting || flow.busy !== undefined} />}
      {mayAskSecond(goingOn) && options.doubts.length === 0 && doubtsOf(options).length > 0 && (
        <details class="in-spite">
          <summary>Use what was changed all the same</summary>
          <AskSecond waiting={waiting} busy={flow.busy === 'ask'} onAnswer={(reason) => emit({ name: 'ask_second', reason })} />
        </details>
      )}
      {!isAsked && !(isOver && goingOn.stage !== 'asked') && <Callers flow={flow} emit={emit} waiting={waiting} />}
    </>
  );
}

/** Whether this technician may ask a second one: nobody was asked, or the answer lets them not go on. */
function mayAskSecond(goingOn: GoingOn): boolean {
  return goingOn.stage === 'open' || goingOn.stage === 'refused' || (goingOn.stage === 'confirmed' && goingOn.whose === 'theirs');
}

/** Method, what is being asked for, who called, and SEND. */
function SendForm({ flow, now, emit, waiting }: BodyProps<'ready'> & { now: number }) {
  const { options } = flow;
  const { method, choice, action, direction, pushCheck, ...set } = useChoice(flow);
  return (
    <>
      <fieldset class="cards">
        <legend>Verify by</legend>
        {usableFirst(options).map((option) => (
          <MethodCard key={option.method} option={option} problem={obstacle(option, action)} checked={option.method === method} now={serviceTime(options, now)} onChoose={() => set.setMethod(option.method)} />
        ))}
      </fieldset>
      {method === 'push' && <PushCheck check={pushCheck} codeCheck={options.codeCheck} onChange={set.setPushCheck} />}
      <ActionSelect required={options.actionRequired} action={action} onChange={set.setAction} />
      <DirectionChoice direction={direction} onChange={set.setDirection} />
      {method && method !== 'push' && options.codeCheck === 'typed' && <p class="hint">You will type the code that the caller reads; the service compares it.</p>}
      <InsteadOfPush options={options} method={method} />
      <div class="actions">
        <Button kind="primary" disabled={!choice} waiting={waiting} onPress={() => choice && emit({ name: 'send', ...choice })}>
          {method === 'push' ? 'SEND VERIFICATION' : 'SEND'}
        </Button>
      </div>
    </>
  );
}

/** What is chosen so far; `choice` once it can be sent. */
function useChoice({ options, last }: BodyProps<'ready'>['flow']) {
  const [action, setAction] = useState<Action | null>(last?.action ?? null);
  const [direction, setDirection] = useState<Direction>(last?.direction ?? 'inbound');
  const [pushCheck, setPushCheck] = useState<WantedCheck>(last?.method === 'push' ? last.check : 'none');
  const [wanted, setMethod] = useState<Method | undefined>(() => last?.method ?? options.methods.find(({ available }) => available)?.method);
  // A method that the request rules out is never exchanged silently: the technician chooses another.
  const method = options.methods.find((option) => option.method === wanted && obstacle(option, action) === undefined)?.method;
  const choice = method && { method, action, direction, check: method === 'push' ? pushCheck : ('code' as const) };
  return { method, choice: choice && isOffered(options, choice) ? choice : undefined, action, setAction, direction, setDirection, pushCheck, setPushCheck, setMethod };
}

/** What can be used stands first; otherwise in the service's order. */
function usableFirst({ methods }: ContactOptions): ContactOptions['methods'] {
  return methods.toSorted((one, other) => Number(other.available) - Number(one.available));
}

/** Said before SEND: the phone app is there, and another method takes its place. */
function InsteadOfPush({ options, method }: { options: ContactOptions; method?: Method }) {
  const isOff = options.methods.some((option) => option.method === 'push' && option.reason === 'notifications_off');
  if (!isOff || method === undefined || method === 'push') return null;
  const message = method === 'sms' ? 'a text message' : 'an e-mail';
  return <Notice words={{ what: `The phone app takes no notifications now: ${message} with a code will be sent instead.`, next: '' }} tone="info" />;
}

/** A contact leads to an account by its address, which whoever edits the record can write. */
function anotherName(account: string, contact: string): Words {
  return { what: `The account is that of ${account}, the contact is ${contact}.`, next: `Whoever answers is verified as ${account}. Send only if you know that they are the same person.` };
}

/** The account behind the contact, where it says more than the ticket does. */
function AccountLine({ flow: { options, about }, emit, waiting }: BodyProps<'ready'>) {
  const { account, customer, record } = options;
  const page = 'contact' in about ? about.contact : undefined;
  const isSame = account.name === (record?.name ?? page?.contact) && customer.name === (record?.company ?? page?.company);
  if (isSame && !customer.chosen) return null;
  const named = record?.name ?? page?.contact;
  return (
    <>
      {named !== undefined && !same(named, account.name) && <Notice words={anotherName(account.name, named)} />}
      <p class="muted">
        Account: <bdi>{account.name}</bdi>, <bdi>{customer.name}</bdi>
        {customer.chosen && ' (your choice, recorded)'}
      </p>
      {customer.chosen && (
        <div class="actions">
          <Button waiting={waiting} onPress={() => emit({ name: 'look_up' })}>
            Choose again
          </Button>
        </div>
      )}
    </>
  );
}
