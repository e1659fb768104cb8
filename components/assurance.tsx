import type { AssuranceLabel } from '#contract/assurance';
import { assuranceWords, comparedByService, relayWarning } from './words';

/** What a success proved and what it did not, in plain words. */
export function Assurance({ labels }: { labels: AssuranceLabel[] }) {
  const proven = labels.flatMap((label) => assuranceWords[label].proven ?? []);
  const unproven = labels.map((label) => assuranceWords[label].unproven);
  if (!labels.includes('technician-attested')) proven.push(comparedByService);
  return (
    <section class="assurance" aria-label="What this proves">
      <h2>Proven</h2>
      <ul class="proven">
        {proven.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <h2>Not proven</h2>
      <ul class="unproven">
        {unproven.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <p class="relay">{relayWarning}</p>
    </section>
  );
}
