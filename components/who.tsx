import type { Who as WhoIs } from './scene';

/** The head of the panel: which ticket, and who is being verified. All of it is the page's text. */
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
    </header>
  );
}

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
