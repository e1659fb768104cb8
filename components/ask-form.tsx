import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from './button';

type AskFormProps = {
  id: string;
  label: string;
  hint: string;
  button: string;
  /** What is passed on of what was typed; undefined while it is nothing that can be. */
  accept?: (typed: string) => string | undefined;
  longest: number;
  /** More than one line may be said. */
  isReason?: boolean;
  isFocused?: boolean;
  first?: string | undefined;
  kind?: 'primary' | 'quiet';
  waiting?: boolean;
  busy?: boolean;
  onAnswer: (answer: string) => unknown;
};

/** One thing to type, and the button that passes it on. */
export function AskForm({ id, label, hint, button, accept = whole, longest, isReason, isFocused, first = '', kind, waiting, busy, onAnswer }: AskFormProps) {
  const [typed, setTyped] = useState(first);
  const field = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isFocused) field.current?.focus();
  }, []);
  const answer = accept(typed);
  const Field = isReason ? 'textarea' : 'input';
  return (
    <form
      class="ask"
      onSubmit={(event) => {
        event.preventDefault();
        if (answer !== undefined && !waiting && !busy) onAnswer(answer);
      }}
    >
      <div class="form-field">
        <label for={id}>
          {label} {isReason && <span class="muted">(required)</span>}
        </label>
        <Field ref={field as never} id={id} {...(isReason ? { rows: 2, required: true } : { type: 'text', autocomplete: 'off', spellcheck: false })} maxLength={longest} value={typed} aria-describedby={`${id}-about`} onInput={(event) => setTyped(event.currentTarget.value)} />
        <p id={`${id}-about`} class="hint">
          {hint}
        </p>
      </div>
      <div class="actions">
        <Button type="submit" kind={kind} disabled={answer === undefined} waiting={waiting || busy} busy={busy}>
          {button}
        </Button>
      </div>
    </form>
  );
}

function whole(typed: string): string | undefined {
  return typed.trim() || undefined;
}

type Asking = Pick<AskFormProps, 'waiting' | 'busy' | 'onAnswer'>;

/** Why to go on in spite of what speaks against the contact; a second technician reads it. */
export function AskSecond(asking: Asking) {
  return <AskForm id="why-go-on" label="Why go on all the same?" hint="A second technician confirms or refuses. Both of you are on record." button="ASK A SECOND TECHNICIAN" longest={200} isReason {...asking} />;
}

/** Where the page shows no ticket that can be read, its number is enough. */
export function EnterTicket(asking: Asking & { first?: string | undefined }) {
  return <AskForm id="ticket-number" label="Enter a ticket number" hint="Digits only. ConnectWise then tells who the contact is." button="OPEN TICKET" longest={20} accept={numberIn} {...asking} />;
}

function numberIn(typed: string): string | undefined {
  return /^\s*#?(\d{1,12})\s*$/.exec(typed)?.[1];
}
