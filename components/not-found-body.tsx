import { useState } from 'preact/hooks';
import { Button } from './button';
import type { BodyProps } from './flow-body';
import { wordsFor } from './trouble-words';

/** Why nobody can be verified for this contact, and the way on. */
export function NotFoundBody({ flow, emit, waiting }: BodyProps<'not_found'>) {
  const { trouble, contact } = flow;
  if (trouble.code === 'customer_ambiguous' && trouble.customers?.length) return <ChooseCustomer flow={flow} emit={emit} waiting={waiting} />;
  const words = wordsFor(trouble.code);
  const again = (
    <div class="actions">
      <Button kind="primary" waiting={waiting} onPress={() => emit({ name: 'look_up' })}>
        LOOK AGAIN
      </Button>
    </div>
  );
  if (trouble.code === 'account_not_found') {
    return (
      <>
        <ol class="steps">
          <li>Check the contact's e-mail address on the ticket.</li>
          <li>If it is right, ask your administrator to add an account for {contact.contact}.</li>
          <li>Then look again.</li>
        </ol>
        {again}
      </>
    );
  }
  return (
    <>
      {trouble.code === 'company_mismatch' && <p>{words.what}</p>}
      <p>{words.next}</p>
      {again}
    </>
  );
}

function ChooseCustomer({ flow, emit, waiting }: BodyProps<'not_found'>) {
  const [chosen, setChosen] = useState<string>();
  const words = wordsFor('customer_ambiguous');
  return (
    <>
      <p>{words.what}</p>
      <fieldset class="cards">
        <legend>Choose the customer. Your choice is recorded.</legend>
        {flow.trouble.customers?.map(({ id, name }) => (
          <div class="card" key={id}>
            <input type="radio" name="customer" id={`customer-${id}`} checked={chosen === id} onChange={() => setChosen(id)} />
            <label for={`customer-${id}`}>{name}</label>
          </div>
        ))}
      </fieldset>
      <div class="actions">
        <Button kind="primary" disabled={chosen === undefined} waiting={waiting} onPress={() => emit({ name: 'look_up', customerId: chosen })}>
          CONTINUE
        </Button>
      </div>
    </>
  );
}
