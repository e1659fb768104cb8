import { Button } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';
import type { RequestScene } from '../state/request-scene.ts';
import { RefusalNotice, SendingNotice } from './request-notices.tsx';

/** "I did not ask for this" warns people and stops requests: it is asked once more. */
export function ConfirmReport({ scene, onReport, onBack }: { scene: RequestScene; onReport(): void; onBack(): void }) {
  const { tenant } = scene.request.terms;
  const isOver = scene.kind === 'late' || scene.kind === 'result';
  const busy = scene.sending !== undefined;
  return (
    <>
      <Heading screen="report">You did not ask for this?</Heading>
      <p>Then somebody may be pretending to be you.</p>
      <ul class="points">
        {!isOver && <li>This request is refused.</li>}
        <li>{tenant.name} is warned at once.</li>
        <li>This app gets no more requests until {tenant.name} has looked into it.</li>
      </ul>
      <RefusalNotice scene={scene} />
      <SendingNotice scene={scene} />
      <div class="answers">
        <Button kind="deny" busy={busy} onPress={onReport}>Yes, report it</Button>
        <Button busy={busy} onPress={onBack}>Go back</Button>
      </div>
    </>
  );
}
