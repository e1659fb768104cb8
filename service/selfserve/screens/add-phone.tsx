import type { PhoneInvitation } from '#contract/phone';
import { encode } from 'uqr';
import type { Result } from '../api/result.ts';
import { Button } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';
import { TroubleNotice } from '../parts/notice.tsx';
import { useTask } from '../run/hooks.ts';

type AddPhoneProps = { onInvite(): Promise<Result<PhoneInvitation>>; share: ((link: string) => void) | undefined };

/** This phone vouches for another one: the link as a picture to scan, the code beside it. */
export function AddPhone({ onInvite, share }: AddPhoneProps) {
  const task = useTask(onInvite);
  if (task.done) return <ShowInvitation invitation={task.done.value} share={share} />;
  return (
    <>
      <Heading screen="add phone">Add another phone</Heading>
      <p>Have the other phone in your hand. This phone shows a picture to scan with its camera, and a code to type there.</p>
      <p><b>Never do this because somebody on the telephone asks you to.</b></p>
      <TroubleNotice trouble={task.trouble} />
      <div class="answers">
        <Button kind="primary" busy={task.busy} onPress={task.run}>Show picture and code</Button>
      </div>
    </>
  );
}

export function ShowInvitation({ invitation: { link, code }, share }: { invitation: PhoneInvitation; share: AddPhoneProps['share'] }) {
  return (
    <>
      <Heading screen="invitation">Scan this with the other phone</Heading>
      <QrCode text={link} />
      <p>Then type this code there:</p>
      <p class="digits" aria-label={`Code ${[...code].join(' ')}`} role="img">{code.slice(0, 3)} {code.slice(3)}</p>
      <p class="muted">It works once. Show it to nobody, and read it to nobody.</p>
      <div class="answers">
        {share && <Button onPress={() => share(link)}>Send the link to my other phone</Button>}
        <a class="button plain" href="#phones">Done</a>
      </div>
    </>
  );
}

/** A QR code (ISO/IEC 18004), drawn dark on light in both colour schemes: cameras want it so. */
export function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="Picture to scan with the other phone's camera" shape-rendering="crispEdges">
      <path d={path} />
    </svg>
  );
}
