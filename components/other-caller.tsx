import type { FoundContact } from '#contract/connectwise';
import { useState } from 'preact/hooks';
import { isSearching } from '../utils/workflow/other-caller';
import type { Ready, Search } from '../utils/workflow/state';
import { AskForm } from './ask-form';
import { Button } from './button';
import type { BodyProps } from './flow-body';
import { TroubleLine } from './notice';

type Emit = Pick<BodyProps<'ready'>, 'emit' | 'waiting'>;

/** The ways to another contact and back, where ConnectWise's record is known. */
export function Callers({ flow: { about, options, search }, emit, waiting }: Emit & { flow: Ready }) {
  if (!options.record) return null;
  return (
    <>
      {about.caller && <BackToTicketContact emit={emit} waiting={waiting} />}
      <OtherCaller search={search} label={about.caller ? 'The caller is yet another contact' : 'The caller is not this contact'} emit={emit} waiting={waiting} />
    </>
  );
}

/** The caller is another contact of the ticket's company: search, choose, and say why. */
export function OtherCaller({ search, label, emit, waiting }: { search: Search | undefined; label: string } & Emit) {
  const [isOpen, setOpen] = useState(search !== undefined);
  return (
    <section class="other-caller" aria-label="Another contact">
      <div class="actions">
        <Button expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {label}
        </Button>
      </div>
      {isOpen && (
        <>
          <AskForm id="caller-search" label="Name or address of the caller" hint="Contacts of the ticket’s company." button="SEARCH" longest={100} isFocused kind="primary" waiting={waiting} busy={isSearching(search)} onAnswer={(text) => emit({ name: 'search', text })} />
          <div role="status">{search && <Outcome search={search} />}</div>
          {search?.found && search.found.contacts.length > 0 && <Choose key={search.text} contacts={search.found.contacts} emit={emit} waiting={waiting} />}
        </>
      )}
    </section>
  );
}

/** The way back from a caller that was chosen by mistake. */
export function BackToTicketContact({ emit, waiting }: Emit) {
  return (
    <div class="actions">
      <Button waiting={waiting} onPress={() => emit({ name: 'ticket_contact' })}>
        BACK TO THE TICKET’S CONTACT
      </Button>
    </div>
  );
}

function Outcome({ search }: { search: Search }) {
  if (!search.found) return <TroubleLine trouble={search.trouble} />;
  const { company, contacts, isComplete } = search.found;
  if (contacts.length === 0) {
    return (
      <p>
        <b>No Matches Found</b> at <bdi>{company}</bdi>. Try less of the name, or ask for its spelling.
      </p>
    );
  }
  return <p class="muted">{isComplete ? `${contacts.length} at ${company}` : `The first ${contacts.length} at ${company}. There are more: type more of the name.`}</p>;
}

function Choose({ contacts, emit, waiting }: { contacts: FoundContact[] } & Emit) {
  const [contactId, choose] = useState<number>();
  return (
    <>
      <fieldset class="cards">
        <legend>Who is calling?</legend>
        {contacts.map((contact) => (
          <ContactCard key={contact.contactId} contact={contact} checked={contactId === contact.contactId} onChoose={() => choose(contact.contactId)} />
        ))}
      </fieldset>
      {contactId !== undefined && (
        <AskForm id="why-other" label="Why is it another caller?" hint="It goes on record." button="CHOOSE THIS CONTACT" longest={200} isReason kind="primary" waiting={waiting} onAnswer={(reason) => emit({ name: 'choose_caller', contactId, reason })} />
      )}
    </>
  );
}

function ContactCard({ contact: { contactId, name, email, hasAccount }, checked, onChoose }: { contact: FoundContact; checked: boolean; onChoose: () => void }) {
  const id = `caller-${contactId}`;
  return (
    <div class="card">
      <input type="radio" name="caller" id={id} checked={checked} disabled={!hasAccount} aria-describedby={`${id}-about`} onChange={onChoose} />
      <label for={id}>
        <bdi>{name}</bdi>
      </label>
      <span class="about" id={`${id}-about`}>
        <bdi class="destination">{email ?? 'No e-mail address'}</bdi>
        {!hasAccount && <span class="problem">No account. Your administrator can add one.</span>}
      </span>
    </div>
  );
}
