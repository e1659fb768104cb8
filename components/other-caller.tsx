import type { FoundContact } from '#contract/connectwise';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Ready, Search } from '../utils/workflow/state';
import { Button } from './button';
import type { BodyProps } from './flow-body';
import { TroubleLine } from './notice';
import { ReasonField, isReason } from './reason-field';

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
  if (!isOpen) {
    return (
      <div class="actions quiet-row">
        <Button waiting={waiting} onPress={() => setOpen(true)}>
          {label}
        </Button>
      </div>
    );
  }
  return (
    <section class="other-caller" aria-label="Another contact">
      <SearchForm isSearching={search?.state === 'searching'} emit={emit} waiting={waiting} />
      <div role="status">{search && <Outcome search={search} />}</div>
      {search?.state === 'found' && search.found.contacts.length > 0 && <Choose key={search.text} contacts={search.found.contacts} emit={emit} waiting={waiting} />}
      <div class="actions">
        <Button onPress={() => setOpen(false)}>CANCEL</Button>
      </div>
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

function SearchForm({ isSearching, emit, waiting }: { isSearching: boolean } & Emit) {
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim() !== '' && !waiting && !isSearching) emit({ name: 'search', text: text.trim() });
  };
  return (
    <form onSubmit={submit}>
      <label for="caller-search">Name or address of the caller</label>
      <div class="typed-row">
        <input ref={field} id="caller-search" type="text" autocomplete="off" spellcheck={false} maxLength={100} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        <Button kind="primary" type="submit" disabled={text.trim() === ''} waiting={waiting || isSearching} busy={isSearching}>
          SEARCH
        </Button>
      </div>
      <p class="hint">Only contacts of the ticket’s company are found.</p>
    </form>
  );
}

function Outcome({ search }: { search: Search }) {
  if (search.state === 'failed') return <TroubleLine trouble={search.trouble} />;
  if (search.state === 'searching') return <p class="muted">Searching…</p>;
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
  const [chosen, setChosen] = useState<number>();
  const [reason, setReason] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (chosen !== undefined && isReason(reason) && !waiting) emit({ name: 'choose_caller', contactId: chosen, reason: reason.trim() });
  };
  return (
    <form onSubmit={submit}>
      <fieldset class="cards">
        <legend>Who is calling?</legend>
        {contacts.map((contact) => (
          <ContactCard key={contact.contactId} contact={contact} checked={chosen === contact.contactId} onChoose={() => setChosen(contact.contactId)} />
        ))}
      </fieldset>
      {chosen !== undefined && <ReasonField id="why-other" label="Why is it another caller?" hint="It goes on record." value={reason} onInput={setReason} />}
      {chosen !== undefined && (
        <div class="actions">
          <Button kind="primary" type="submit" disabled={!isReason(reason)} waiting={waiting}>
            CHOOSE THIS CONTACT
          </Button>
        </div>
      )}
    </form>
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
