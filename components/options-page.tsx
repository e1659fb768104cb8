import type { Snapshot } from '../utils/workflow/snapshot';
import { useState } from 'preact/hooks';
import { Button } from './button';
import { DisclosureText, FirstRun } from './disclosure';
import { type HostActions, HostsSection } from './hosts-section';
import { Notice } from './notice';
import { PairForm, type Pairing } from './pair-form';
import { settingsWordsFor } from './settings-words';
import { accessWords, type Words } from './words';

/** What the background answered; without an answer the code says so too. */
export type OptionsAnswer = { ok: true } | { ok: false; code: string };
export type OptionsProps = {
  snapshot: Snapshot;
  onConsent: () => Promise<OptionsAnswer>;
  onPair: (pairing: Pairing) => Promise<OptionsAnswer>;
  onSignOut: () => Promise<OptionsAnswer>;
  onCheck: () => Promise<OptionsAnswer>;
  /** These three are called in the press itself: the browser asks its own question only then. */
  onAllowCloud: () => Promise<OptionsAnswer>;
  onAllowHost: (origin: string) => Promise<OptionsAnswer>;
  onRemoveHost: (origin: string) => Promise<OptionsAnswer>;
  parseHost: HostActions['parseHost'];
  /** The keys that open the panel, empty when none are set, and where they are changed. */
  shortcut?: { keys: string; settings: string } | undefined;
};

/** Consent, pairing, sign-out, and where tickets are read. */
export function OptionsPage({ snapshot, onConsent, onPair, onSignOut, onCheck, onAllowCloud, onAllowHost, onRemoveHost, parseHost, shortcut }: OptionsProps) {
  const { busy, refusal, run } = useAsk();
  const { kind } = snapshot.access;
  const known = snapshot.technician !== null;
  return (
    <main class="options">
      <header>
        <h1>Countersign</h1>
        <p class="muted">Prove in one minute, from a ConnectWise ticket, that a caller is who they say.</p>
      </header>
      {refusal && <Notice words={refusal} tone="danger" urgent />}
      {kind === 'starting' && <p role="status">Starting…</p>}
      {kind === 'no_consent' && <FirstRun busy={busy} onAgree={() => run(onConsent)} />}
      {isTrouble(kind) && (
        <Notice words={accessWords[kind]} urgent>
          <div class="actions">
            <Button waiting={busy} onPress={() => run(onCheck)}>
              TRY AGAIN
            </Button>
          </div>
        </Notice>
      )}
      {kind === 'signed_out' && <Notice words={accessWords.signed_out} urgent />}
      {known && kind !== 'no_consent' && kind !== 'starting' && kind !== 'signed_out' && kind !== 'not_paired' && <SignedIn snapshot={snapshot} busy={busy} onSignOut={() => run(onSignOut)} />}
      {(kind === 'not_paired' || kind === 'signed_out' || (isTrouble(kind) && !known)) && <PairForm serviceOrigin={snapshot.serviceOrigin} busy={busy} onPair={(pairing) => run(() => onPair(pairing))} />}
      {shortcut && kind !== 'no_consent' && kind !== 'starting' && <ShortcutText {...shortcut} />}
      {kind !== 'no_consent' && kind !== 'starting' && (
        <>
          <HostsSection
            snapshot={snapshot}
            busy={busy}
            onAllowCloud={() => run(onAllowCloud)}
            onAllow={(origin) => run(() => onAllowHost(origin))}
            onRemove={(origin) => run(() => onRemoveHost(origin))}
            parseHost={parseHost}
          />
          <details>
            <summary>What Countersign collects</summary>
            <DisclosureText />
          </details>
        </>
      )}
    </main>
  );
}

function isTrouble(kind: Snapshot['access']['kind']): kind is 'unreachable' | 'extension_too_old' | 'service_too_old' {
  return kind === 'unreachable' || kind === 'extension_too_old' || kind === 'service_too_old';
}

function SignedIn({ snapshot, busy, onSignOut }: { snapshot: Snapshot; busy: boolean; onSignOut: () => void }) {
  return (
    <section class="box" aria-labelledby="signed-in">
      <h2 id="signed-in">{snapshot.access.kind === 'signed_in' ? 'You are signed in' : 'This browser is paired'}</h2>
      <dl class="summary">
        <Row name="Technician" value={snapshot.technician} />
        <Row name="MSP" value={snapshot.tenant} />
        <Row name="Service" value={snapshot.serviceOrigin} />
      </dl>
      <p class="muted">Open a ticket in ConnectWise and press Identity Verification.</p>
      <div class="actions">
        <Button waiting={busy} onPress={onSignOut}>
          SIGN OUT
        </Button>
      </div>
    </section>
  );
}

function ShortcutText({ keys, settings }: { keys: string; settings: string }) {
  if (!keys) return <p class="muted">No keys open the panel. Set some at {settings}.</p>;
  return (
    <p class="muted">
      <kbd>{keys}</kbd> opens the panel. Change the keys at {settings}.
    </p>
  );
}

function Row({ name, value }: { name: string; value: string | null }) {
  if (value === null) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** One question to the background at a time, and the words of its last refusal. */
function useAsk() {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Words>();
  const run = async (ask: () => Promise<OptionsAnswer>) => {
    if (busy) return;
    setBusy(true);
    setRefusal(undefined);
    const answer = await ask().catch((): OptionsAnswer => ({ ok: false, code: 'no_answer' }));
    setBusy(false);
    if (!answer.ok) setRefusal(settingsWordsFor(answer.code));
  };
  return { busy, refusal, run };
}
