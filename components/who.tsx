import type { Who as WhoIs } from './scene';

/** The head of the panel: which ticket, and who is being verified, and whose words these are: ConnectWise's contact record's, or the page's, which anybody can write. */
export function Who({ who }: { who: WhoIs }) {
  return (
    <header class="who">
      <p class="ticket">
        Ticket <b>#{who.number}</b>
      </p>
      <dl>
        <Field name="Contact" value={who.contact} strong />
        <Field name="Company" value={who.company} />
        <Field name="E-mail" value={who.email} />
      </dl>
      {who.source && <p class="source">{sourceWords[who.source]}</p>}
    </header>
  );
}

const sourceWords: Record<NonNullable<WhoIs['source']>, string> = {
  record: 'From ConnectWise’s contact record',
  other_caller: 'From ConnectWise’s contact record. Not the ticket’s contact: your choice, recorded.',
  page: 'Read from the page only',
};

function Field({ name, value, strong }: { name: string; value?: string; strong?: boolean }) {
  if (!value) return null;
  return (
    <div class={strong ? 'field strong' : 'field'}>
      <dt>{name}</dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}
