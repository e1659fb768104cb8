import { useState } from 'preact/hooks';
import type { HostState, Snapshot } from '../utils/workflow/snapshot';
import { Button } from './button';
import { Field } from './field';
import { cloudName } from './host-words';
import { cloudAddresses, type HostProblem, hostProblemOf } from './settings-words';

export type HostActions = {
  /** Called in the press: the browser asks its own question only then. */
  onAllowCloud: () => void;
  onAllow: (origin: string) => void;
  onRemove: (origin: string) => void;
  parseHost: (text: string, added: string[]) => { ok: true; origin: string } | { ok: false; problem: HostProblem };
};
type HostsProps = HostActions & { snapshot: Pick<Snapshot, 'cloud' | 'hosts'>; busy: boolean };

/** On which ConnectWise addresses tickets are read, and what the browser says to it. */
export function HostsSection({ snapshot: { cloud, hosts }, busy, onAllowCloud, onAllow, onRemove, parseHost }: HostsProps) {
  return (
    <section class="box" aria-labelledby="addresses">
      <h2 id="addresses">ConnectWise addresses</h2>
      <ul class="hosts">
        <Row name={cloudName} about={cloudAddresses} state={cloud} withdrawn="Not allowed by the browser, or not all of it. Tickets there are not read" busy={busy} onAllow={onAllowCloud} />
        {hosts.map(({ origin, state }) => (
          <Row key={origin} name={origin} about="Your own server" state={state} withdrawn="Not allowed by the browser. Tickets there are not read" busy={busy} onAllow={() => onAllow(origin)} onRemove={() => onRemove(origin)} />
        ))}
      </ul>
      <AddForm known={hosts.map(({ origin }) => origin)} cloud={cloud} busy={busy} onAdd={onAllow} parseHost={parseHost} />
    </section>
  );
}

type RowProps = { name: string; about: string; state: HostState; withdrawn: string; busy: boolean; onAllow: () => void; onRemove?: () => void };

function Row({ name, about, state, withdrawn, busy, onAllow, onRemove }: RowProps) {
  const granted = state === 'granted';
  return (
    <li class={`host ${state}`}>
      <p>
        <b>{name}</b>
        <span class="muted">{about}</span>
        <span class="state">{granted ? 'Tickets there are read' : withdrawn}</span>
      </p>
      <div class="actions">
        {!granted && (
          <Button kind="primary" waiting={busy} onPress={onAllow}>
            ALLOW AGAIN
            <span class="unseen"> {name}</span>
          </Button>
        )}
        {onRemove && (
          <Button waiting={busy} onPress={onRemove}>
            REMOVE
            <span class="unseen"> {name}</span>
          </Button>
        )}
      </div>
    </li>
  );
}

function AddForm({ known, cloud, busy, onAdd, parseHost }: { known: string[]; cloud: HostState; busy: boolean; onAdd: (origin: string) => void; parseHost: HostActions['parseHost'] }) {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<string>();
  const parsed = parseHost(text, known);
  // Added meanwhile: what stands in the field is done, and no mistake.
  const isDone = asked !== undefined && asked === text && !parsed.ok && parsed.problem === 'added';
  const shown = text.length > 'https://'.length || asked === text;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(text);
    if (parsed.ok && !busy) onAdd(parsed.origin);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Field
        id="host"
        label="Address of your own ConnectWise server"
        value={isDone ? '' : text}
        problem={!parsed.ok && shown && !isDone ? hostProblemOf(parsed.problem, cloud) : undefined}
        hint="For example https://cw.acme.example. The browser will ask whether Countersign may read it."
        inputMode="url"
        onInput={setText}
      />
      <div class="actions">
        <Button type="submit" waiting={busy}>
          ADD
        </Button>
      </div>
    </form>
  );
}
