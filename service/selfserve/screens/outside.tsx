import { useState } from 'preact/hooks';
import { Button, SubmitButton } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';
import { Notice, TroubleNotice } from '../parts/notice.tsx';
import type { Trouble } from '../api/result.ts';
import { findInvitation } from '../state/entry.ts';

/** This phone is none of an account's: never added, or removed by somebody. Both get in by an invitation. */
export function NotAdded({ removedBy, onInvitation }: { removedBy: string | undefined; onInvitation(token: string): void }) {
  return (
    <>
      <Heading screen="not added">{removedBy === undefined ? 'This phone is not added yet' : 'This phone was removed'}</Heading>
      {removedBy !== undefined && <Notice><p>{removedBy} no longer asks here. If you did not remove this phone, call {removedBy}.</p></Notice>}
      <p>To add it, you need an invitation from your help desk, or from another phone of yours (Phones, Add another phone). Open its link here, or paste it:</p>
      <PasteForm onInvitation={onInvitation} />
      <nav aria-label="More"><a href="#lost">Lost a phone?</a></nav>
    </>
  );
}

function PasteForm({ onInvitation }: { onInvitation(token: string): void }) {
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const token = findInvitation(text);
    setWrong(token === undefined);
    if (token !== undefined) onInvitation(token);
  };
  return (
    <form class="form" onSubmit={submit}>
      <label for="invitation">Link of your invitation</label>
      <input id="invitation" type="text" inputMode="url" autocomplete="off" autocapitalize="none" spellcheck={false} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      {isWrong && <Notice tone="bad"><p><b>That is not an invitation.</b> Copy the whole link from the message: it has <code>#join=</code> in it.</p></Notice>}
      <SubmitButton disabled={text.trim() === ''}>Open the invitation</SubmitButton>
    </form>
  );
}

export function BrokenLink() {
  return (
    <>
      <Heading screen="broken link">This link is not complete</Heading>
      <p>Open the whole link from the message, or copy it into the address bar.</p>
      <a class="button plain" href="#">Go to the app</a>
    </>
  );
}

/** A private window, or a browser that is told to keep nothing: a key would be lost with the window. */
export function NoStorage() {
  return (
    <>
      <Heading screen="no storage">This browser keeps nothing</Heading>
      <p>Open this page outside a private window, and allow it to keep data. Then load it again.</p>
    </>
  );
}

export function Starting({ trouble, onRetry }: { trouble: Trouble | undefined; onRetry(): void }) {
  return (
    <>
      <Heading screen="starting">{trouble ? 'Not connected' : 'One moment'}</Heading>
      <TroubleNotice trouble={trouble} />
      {trouble && <Button kind="primary" onPress={onRetry}>Try again</Button>}
    </>
  );
}

export function AlreadyAdded({ tenant, onGo }: { tenant: string; onGo(): void }) {
  return (
    <>
      <Heading screen="already added">This phone is already added for {tenant}</Heading>
      <p>There is nothing more to do. The invitation still works for another phone.</p>
      <div class="answers">
        <Button kind="primary" onPress={onGo}>Go to the app</Button>
      </div>
    </>
  );
}
