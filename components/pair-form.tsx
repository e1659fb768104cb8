import { useState } from 'preact/hooks';
import { Button } from './button';
import { Field } from './field';
import { isPairingCode, parseServiceOrigin } from './service-origin';

export type Pairing = { serviceOrigin: string; pairingCode: string };

/** The service's address and a one-time code: how a browser becomes a technician's. */
export function PairForm({ serviceOrigin, busy, onPair }: { serviceOrigin: string | null; busy: boolean; onPair: (pairing: Pairing) => void }) {
  const [address, setAddress] = useState(serviceOrigin ?? '');
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const parsed = parseServiceOrigin(address);
  const addressProblem = !parsed.ok && (asked || address.length > 'https://'.length) ? parsed.problem : undefined;
  const codeProblem = asked && !isPairingCode(code) ? 'A pairing code has ten letters and digits.' : undefined;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (parsed.ok && isPairingCode(code) && !busy) onPair({ serviceOrigin: parsed.origin, pairingCode: code.trim() });
  };
  return (
    <section class="box" aria-labelledby="pair">
      <h2 id="pair">Sign in</h2>
      <form onSubmit={submit} noValidate>
        <Field id="service" label="Service address" value={address} problem={addressProblem} hint="For example https://verify.your-msp.example" inputMode="url" onInput={setAddress} />
        <Field id="pairing-code" label="Pairing code" value={code} problem={codeProblem} hint="Ten letters and digits from your administrator. It works once and not for long." onInput={setCode} />
        <div class="actions">
          <Button kind="primary" type="submit" waiting={busy} busy={busy}>
            Pair this browser
          </Button>
        </div>
      </form>
    </section>
  );
}
