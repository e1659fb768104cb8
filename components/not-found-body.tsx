import { useState } from 'preact/hooks';
import type { About } from '../utils/workflow/state';
import { Button } from './button';
import { DoubtList } from './doubt-list';
import { nextStep } from './doubt-words';
import type { BodyProps } from './flow-body';
import { BackToTicketContact, OtherCaller } from './other-caller';
import { wordsFor, wordsOf } from './trouble-words';

/** Why nobody can be verified for this contact, and the way on. */
export function NotFoundBody({ flow, emit, waiting }: BodyProps<'not_found'>) {
  const { trouble, about, search } = flow;
  if (trouble.code === 'customer_ambiguous' && trouble.customers?.length) return <ChooseCustomer flow={flow} emit={emit} waiting={waiting} />;
  return (
    <>
      <WhyNobody flow={flow} />
      <div class="actions">
        <Button kind="primary" waiting={waiting} onPress={() => emit({ name: 'look_up' })}>
          LOOK AGAIN
        </Button>
      </div>
      {about.caller && <BackToTicketContact emit={emit} waiting={waiting} />}
      {knowsOthers(flow) && <OtherCaller search={search} label="Choose the caller" emit={emit} waiting={waiting} />}
    </>
  );
}

type NotFound = BodyProps<'not_found'>['flow'];

/** Only a service that is connected to the ticket's ConnectWise knows other contacts. */
function knowsOthers({ trouble: { code, doubts }, about }: NotFound): boolean {
  return about.caller !== undefined || code === 'ticket_without_contact' || (doubts !== undefined && !doubts.includes('other_site'));
}

/** Where something speaks against the contact, that comes first: nobody should be asked to add an account for an address that only the page has. */
function WhyNobody({ flow: { trouble, about } }: { flow: NotFound }) {
  const { code, doubts = [] } = trouble;
  const words = wordsOf(trouble);
  if (doubts.length > 0) {
    return (
      <>
        <p>{words.what}</p>
        <DoubtList doubts={doubts} sides={{ page: 'contact' in about && !about.caller ? about.contact : undefined, record: null }} />
        <p>
          <b>Nothing can be sent.</b> {nextStep(doubts)}
        </p>
      </>
    );
  }
  return (
    <>
      {code === 'company_mismatch' && <p>{words.what}</p>}
      {code === 'account_not_found' ? <NoAccount about={about} /> : <p>{words.next}</p>}
    </>
  );
}

function NoAccount({ about }: { about: About }) {
  return (
    <ol class="steps">
      <li>Check the contact's e-mail address on the ticket.</li>
      <li>If it is right, ask your administrator to add an account for {'contact' in about && !about.caller ? about.contact.contact : 'this contact'}.</li>
      <li>Then look again.</li>
    </ol>
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
