import { useState } from 'preact/hooks';
import { Button } from './button';
import { Field } from './field';

/** Where the page shows no ticket that can be read: its number is enough for ConnectWise to tell the contact. */
export function EnterTicket({ number: seen, onEnter }: { number?: string | undefined; onEnter: (number: string) => unknown }) {
  const [typed, setTyped] = useState(seen ?? '');
  const [asked, setAsked] = useState(false);
  const number = typed.trim().replace(/^#/, '');
  const isNumber = /^\d{1,12}$/.test(number);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (isNumber) onEnter(number);
  };
  return (
    <form class="enter-ticket" onSubmit={submit} noValidate>
      <Field id="ticket-number" label="Enter a ticket number" value={typed} problem={asked && !isNumber ? 'A ticket number has digits only.' : undefined} hint="ConnectWise then tells who the contact is." inputMode="numeric" onInput={setTyped} />
      <div class="actions">
        <Button type="submit">OPEN TICKET</Button>
      </div>
    </form>
  );
}
