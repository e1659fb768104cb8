import type { AnswerDecision } from '#contract/phone';
import { useState } from 'preact/hooks';
import type { Result } from '../api/result.ts';
import { Button } from '../parts/button.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { Heading } from '../parts/heading.tsx';
import { Notice, TroubleNotice } from '../parts/notice.tsx';
import { useTask } from '../run/hooks.ts';
import type { RequestScene } from '../state/request-scene.ts';
import { directionHelp, directionWords } from '../words/request-words.ts';
import { ConfirmReport } from './confirm-report.tsx';
import { NumberForm } from './number-form.tsx';
import { RequestFacts } from './request-facts.tsx';
import { RefusalNotice, SendingNotice } from './request-notices.tsx';

export type AskProps = {
  scene: RequestScene;
  /** When the request was made, as this phone's clock shows it. */
  askedAt: number;
  /** Whether this phone can give fingerprint, face or PIN with an answer. */
  verifiesUser: boolean;
  onAnswer(decision: AnswerDecision, number?: string): void;
  onTurnOnVerification(): Promise<Result<void>>;
};

/** Who asks and for what, and the three answers. */
export function Ask(props: AskProps) {
  const { scene, askedAt } = props;
  const { terms, createdAt } = scene.request;
  const [reporting, setReporting] = useState(false);
  if (reporting) return <ConfirmReport scene={scene} onReport={() => props.onAnswer('not_requested')} onBack={() => setReporting(false)} />;
  return (
    <>
      <Heading screen={`ask ${terms.verification}`}>{terms.tenant.name} asks: is this you?</Heading>
      <div class={`direction ${terms.direction}`}>
        <p><b>{directionWords(terms)}</b></p>
        <p>{directionHelp(terms)}</p>
      </div>
      <RequestFacts terms={terms} askedAt={askedAt} />
      <Countdown label="Time left" remainingMs={scene.remainingMs} wholeMs={terms.expiresAt - createdAt} />
      <RefusalNotice scene={scene} />
      <SendingNotice scene={scene} />
      <div class="answers">
        <ApproveButton {...props} />
        <Button kind="deny" busy={scene.sending !== undefined} onPress={() => props.onAnswer('deny')}>Deny</Button>
        <Button kind="quiet" busy={scene.sending !== undefined} onPress={() => setReporting(true)}>I did not ask for this</Button>
      </div>
    </>
  );
}

function ApproveButton({ scene, verifiesUser, onAnswer, onTurnOnVerification }: AskProps) {
  const busy = scene.sending !== undefined;
  if (scene.request.userVerificationRequired && !verifiesUser) {
    return <TurnOnVerification tenant={scene.request.terms.tenant.name} onTurnOn={onTurnOnVerification} />;
  }
  if (scene.request.check === 'number') return <NumberForm request={scene.request} busy={busy} onNumber={(number) => onAnswer('approve', number)} />;
  return <Button kind="approve" busy={busy} onPress={() => onAnswer('approve')}>Approve</Button>;
}

function TurnOnVerification({ tenant, onTurnOn }: { tenant: string; onTurnOn: AskProps['onTurnOnVerification'] }) {
  const task = useTask(onTurnOn);
  return (
    <>
      <Notice>
        <p>{tenant} wants fingerprint, face or PIN with your approval.</p>
        <Button kind="primary" busy={task.busy} onPress={task.run}>Turn it on</Button>
      </Notice>
      <TroubleNotice trouble={task.trouble} />
    </>
  );
}
