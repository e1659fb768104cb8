import { Button } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';
import { Mark } from '../parts/mark.tsx';
import { late, outcomeOf } from '../words/request-words.ts';
import { Ask } from './ask.tsx';
import type { AskProps } from './ask.tsx';
import { ReadCode } from './read-code.tsx';
import { RefusalNotice } from './request-notices.tsx';

/** The request in front, as it stands. */
export function RequestScreen(props: AskProps & { onClose(): void }) {
  const { scene, onAnswer } = props;
  if (scene.kind === 'ask') return <Ask {...props} />;
  if (scene.kind === 'read_code' || scene.kind === 'waiting') return <ReadCode scene={scene} onAnswer={onAnswer} />;
  return <Result {...props} />;
}

function Result({ scene, onClose }: AskProps & { onClose(): void }) {
  const { tone, title, text } = scene.kind === 'late' ? late(scene.request) : outcomeOf(scene.request);
  return (
    <>
      <Mark tone={tone} />
      <Heading screen={`result ${title}`}>{title}</Heading>
      <p>{text}</p>
      {scene.refusal?.code === 'not_delivered' && <RefusalNotice scene={scene} />}
      <div class="answers">
        <Button kind="primary" onPress={onClose}>OK</Button>
      </div>
    </>
  );
}
