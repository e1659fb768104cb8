import { useState } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';
import { Mark } from '../parts/mark.tsx';
import { mayReport } from '../state/requests.ts';
import { late, outcomeOf } from '../words/request-words.ts';
import { Ask } from './ask.tsx';
import type { AskProps } from './ask.tsx';
import { ConfirmReport } from './confirm-report.tsx';
import { ReadCode } from './read-code.tsx';
import { RefusalNotice, SendingNotice } from './request-notices.tsx';

/** The request in front, as it stands. */
export function RequestScreen(props: AskProps & { onClose(): void }) {
  const { scene, onAnswer } = props;
  if (scene.kind === 'ask') return <Ask {...props} />;
  if (scene.kind === 'read_code' || scene.kind === 'waiting') return <ReadCode scene={scene} onAnswer={onAnswer} />;
  return <Result {...props} />;
}

/** How it ended. Few look at the phone within the minute: that they did not ask for it can be said afterwards. */
function Result({ scene, onAnswer, onClose }: AskProps & { onClose(): void }) {
  const { request, refusal } = scene;
  const [reporting, setReporting] = useState(scene.reporting);
  if (reporting && mayReport(request)) return <ConfirmReport scene={scene} onReport={() => onAnswer('not_requested')} onBack={() => setReporting(false)} />;
  const { tone, title, text } = scene.kind === 'late' ? late(request) : outcomeOf(request);
  const isUndelivered = refusal?.code === 'not_delivered' || refusal?.code === 'report_not_delivered';
  return (
    <>
      <Mark tone={tone} />
      <Heading screen={`result ${title}`}>{title}</Heading>
      <p>{text}</p>
      {isUndelivered && <RefusalNotice scene={scene} />}
      <SendingNotice scene={scene} />
      <div class="answers">
        <Button kind="primary" onPress={onClose}>OK</Button>
        {mayReport(request) && <Button kind="quiet" busy={scene.sending !== undefined} onPress={() => setReporting(true)}>I did not ask for this</Button>}
      </div>
    </>
  );
}
