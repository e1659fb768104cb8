import type { AnswerDecision } from '#contract/phone';
import { compareSeconds } from '#contract/numbers';
import { useState } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { Heading } from '../parts/heading.tsx';
import type { RequestScene } from '../state/request-scene.ts';
import { titleOf } from '../words/request-words.ts';
import { ConfirmReport } from './confirm-report.tsx';
import { RefusalNotice, SendingNotice } from './request-notices.tsx';

/** After Approve: the digits to read out, while it can still be refused. */
export function ReadCode({ scene, onAnswer }: { scene: RequestScene; onAnswer(decision: AnswerDecision): void }) {
  const { terms, code } = scene.request;
  const [reporting, setReporting] = useState(false);
  if (reporting) return <ConfirmReport scene={scene} onReport={() => onAnswer('not_requested')} onBack={() => setReporting(false)} />;
  const busy = scene.sending !== undefined;
  return (
    <>
      <Heading screen={`code ${terms.verification}`}>{code ? `Read this code to ${terms.technician.name} and to nobody else` : `You approved. ${terms.technician.name} has the next step`}</Heading>
      {code && <p class="digits" aria-label={`Code ${[...code].join(' ')}`} role="img">{code.slice(0, 3)} {code.slice(3)}</p>}
      <p class="muted">{terms.tenant.name}, ticket #{terms.ticket.number}, {titleOf(terms.action)}</p>
      <Countdown label="Time left" remainingMs={scene.remainingMs} wholeMs={compareSeconds * 1000} />
      <RefusalNotice scene={scene} />
      <SendingNotice scene={scene} />
      <div class="answers">
        <Button kind="deny" busy={busy} onPress={() => onAnswer('deny')}>Deny</Button>
        <Button kind="quiet" busy={busy} onPress={() => setReporting(true)}>I did not ask for this</Button>
      </div>
    </>
  );
}
