import { useState } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';

type HomeScreenFirstProps = { tenant: string; link: string; onStay(): void };

/** On an iPhone the app on the Home Screen keeps its own key: the phone must be added there, or no notification ever arrives. */
export function HomeScreenFirst({ tenant, link, onStay }: HomeScreenFirstProps) {
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(link).then(() => setCopied(true), () => setCopied(false));
  return (
    <>
      <Heading screen="join home screen">First put this app on your Home Screen</Heading>
      <p>On an iPhone or iPad, questions from {tenant} arrive only there.</p>
      <ol class="points">
        <li>Copy your invitation:
          <Button kind="primary" onPress={copy}>{copied ? 'Copied' : 'Copy the invitation'}</Button>
        </li>
        <li>In Safari, touch Share (the square with an arrow), then <b>Add to Home Screen</b>.</li>
        <li>Open Countersign from the Home Screen, and paste the invitation there.</li>
      </ol>
      <div class="answers">
        <Button kind="quiet" onPress={onStay}>Go on here without notifications</Button>
      </div>
    </>
  );
}
