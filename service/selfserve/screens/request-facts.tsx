import type { AnswerTerms } from '#contract/phone';
import { titleOf } from '../words/request-words.ts';

const clockTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** Who asks and for what. Nothing of it comes from the ticket's own text. */
export function RequestFacts({ terms, askedAt }: { terms: AnswerTerms; askedAt: number }) {
  return (
    <dl class="facts">
      <Fact name="For" value={titleOf(terms.action)} strong />
      <Fact name="Technician" value={terms.technician.name} />
      <Fact name="Ticket" value={`#${terms.ticket.number}`} />
      <Fact name="Asked at" value={clockTime.format(askedAt)} />
    </dl>
  );
}

function Fact({ name, value, strong = false }: { name: string; value: string; strong?: boolean }) {
  return (
    <div class={strong ? 'strong' : undefined}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
