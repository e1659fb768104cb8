import type { MethodOption } from '#contract/verification';
import { type Action, actions, type Method } from '#contract/words';
import { useState } from 'preact/hooks';
import { Button } from './button';
import type { BodyProps } from './flow-body';
import { TroubleLine } from './notice';
import { obstacle } from './obstacle';
import { actionNames, methodNames } from './words';

/** Method, what is being asked for, and SEND. */
export function ReadyForm({ flow, emit, waiting }: BodyProps<'ready'>) {
  const { options, trouble, last } = flow;
  const [action, setAction] = useState<Action | null>(last?.action ?? null);
  const [wanted, setWanted] = useState<Method | undefined>(() => last?.method ?? options.methods.find(({ available }) => available)?.method);
  // A method that the request rules out is never exchanged silently: the technician chooses another.
  const method = options.methods.find((option) => option.method === wanted && obstacle(option, action) === undefined)?.method;
  const needsAction = options.actionRequired && action === null;
  const send = () => method && emit({ name: 'send', method, action });
  return (
    <>
      <TroubleLine trouble={trouble} />
      <AccountLine flow={flow} emit={emit} waiting={waiting} />
      <fieldset class="cards">
        <legend>Send a code by</legend>
        {options.methods.map((option) => (
          <MethodCard key={option.method} option={option} problem={obstacle(option, action)} checked={option.method === method} onChoose={() => setWanted(option.method)} />
        ))}
      </fieldset>
      <ActionSelect required={options.actionRequired} action={action} onChange={setAction} />
      {options.codeCheck === 'typed' && <p class="hint">You will type the code that the caller reads; the service compares it.</p>}
      <div class="actions">
        <Button kind="primary" disabled={!method || needsAction} waiting={waiting} onPress={send}>
          SEND
        </Button>
      </div>
    </>
  );
}

/** The account behind the contact, where it says more than the ticket does. */
function AccountLine({ flow: { options, contact }, emit, waiting }: BodyProps<'ready'>) {
  const { account, customer } = options;
  if (account.name === contact.contact && !customer.chosen && customer.name === contact.company) return null;
  return (
    <>
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

function MethodCard({ option, problem, checked, onChoose }: { option: MethodOption; problem?: string; checked: boolean; onChoose: () => void }) {
  const id = `method-${option.method}`;
  return (
    <div class="card">
      <input type="radio" name="method" id={id} value={option.method} checked={checked} disabled={problem !== undefined} aria-describedby={`${id}-about`} onChange={onChoose} />
      <label for={id}>{methodNames[option.method]}</label>
      <span class="about" id={`${id}-about`}>
        {option.destination && <span class="destination">{option.destination}</span>}
        {problem && <span class="problem">{problem}</span>}
      </span>
    </div>
  );
}

function ActionSelect({ required, action, onChange }: { required: boolean; action: Action | null; onChange: (action: Action | null) => void }) {
  return (
    <div class="form-field">
      <label for="action">
        What is being asked for <span class="muted">({required ? 'required' : 'optional'})</span>
      </label>
      <select id="action" required={required} value={action ?? ''} onChange={(event) => onChange(actions.find((one) => one === event.currentTarget.value) ?? null)}>
        <option value="">{required ? 'Choose…' : 'Not stated'}</option>
        {actions.map((one) => (
          <option key={one} value={one}>
            {actionNames[one]}
          </option>
        ))}
      </select>
    </div>
  );
}
