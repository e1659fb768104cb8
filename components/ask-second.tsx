import { useState } from 'preact/hooks';
import { Button } from './button';
import type { BodyProps } from './flow-body';
import { ReasonField, isReason } from './reason-field';

/** Asks a second technician to confirm going on, with a reason. */
export function AskSecond({ emit, waiting, busy }: Pick<BodyProps<'ready'>, 'emit' | 'waiting'> & { busy: boolean }) {
  const [reason, setReason] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isReason(reason) && !waiting) emit({ name: 'ask_second', reason: reason.trim() });
  };
  return (
    <form class="ask" onSubmit={submit}>
      <ReasonField id="why-go-on" label="Why go on all the same?" value={reason} onInput={setReason} hint="A second technician reads it and confirms or refuses. Both of you are on record." />
      <div class="actions">
        <Button type="submit" disabled={!isReason(reason)} waiting={waiting} busy={busy}>
          ASK A SECOND TECHNICIAN
        </Button>
      </div>
    </form>
  );
}
