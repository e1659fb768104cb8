import { useState } from 'preact/hooks';
import { Button } from './button';

/** `text`: what could not be copied, for the technician to copy by hand. */
export type Copied = { state: 'copied' } | { state: 'not_copied'; text: string } | { state: 'no_answer' };
export type CopyDiagnostics = () => Promise<Copied>;

/** What ConnectWise's page is made of, for a report that it has changed. `asked`: a ticket was recognised, so it is no guess. */
export function Diagnostics({ asked, onCopy }: { asked: boolean; onCopy: CopyDiagnostics }) {
  const [outcome, setOutcome] = useState<Copied | 'waiting'>();
  const copy = () => {
    setOutcome('waiting');
    void onCopy().then(setOutcome);
  };
  const body = (
    <>
      <p class="hint">
        {asked && 'Still so after a reload? '}Then ConnectWise may have changed its page. Copy the diagnostics and send them to your administrator. They describe how the page is built and contain no names, addresses or other texts of it.
      </p>
      <div class="actions">
        <Button waiting={outcome === 'waiting'} onPress={copy}>
          COPY DIAGNOSTICS
        </Button>
      </div>
      <div role="status">{outcome && outcome !== 'waiting' && <Outcome outcome={outcome} />}</div>
    </>
  );
  if (asked) return <section class="diagnostics">{body}</section>;
  return (
    <details class="diagnostics">
      <summary>Is a service ticket open here?</summary>
      {body}
    </details>
  );
}

function Outcome({ outcome }: { outcome: Copied }) {
  if (outcome.state === 'copied') return <p>Copied.</p>;
  if (outcome.state === 'no_answer') return <p>The page does not answer. Reload it and try again.</p>;
  return (
    <>
      <p>The browser did not let us copy it. Select the text and copy it yourself.</p>
      <textarea class="copy" aria-label="Diagnostics" readOnly rows={6} value={outcome.text} onFocus={(event) => event.currentTarget.select()} />
    </>
  );
}
