import type { Verification } from '#contract/verification';
import { provenBy, relayWarning, unprovenBy } from './assurance-words';

/** What a success proved and what it did not, in plain words. */
export function Assurance({ verification }: { verification: Verification }) {
  return (
    <section class="assurance" aria-label="What this proves">
      <h2>Proven</h2>
      <List kind="proven" sentences={provenBy(verification)} />
      <h2>Not proven</h2>
      <List kind="unproven" sentences={unprovenBy(verification)} />
      <p class="relay">{relayWarning(verification)}</p>
    </section>
  );
}

function List({ kind, sentences }: { kind: 'proven' | 'unproven'; sentences: string[] }) {
  return (
    <ul class={kind}>
      {sentences.map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
  );
}
