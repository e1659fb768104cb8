import type { Doubt } from '#contract/connectwise';
import { danger, doubtWords } from './doubt-words';

type Props = { doubts: readonly Doubt[]; sides: Parameters<typeof doubtWords>[1] };

/** What speaks against a contact, and the danger. */
export function DoubtList({ doubts, sides }: Props) {
  return (
    <section class="doubts" aria-label="What speaks against this contact">
      <ul>
        {doubtWords(doubts, sides).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p class="peril">{danger}</p>
    </section>
  );
}
