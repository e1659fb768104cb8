import { useState } from 'preact/hooks';
import type { Result } from '../api/result.ts';
import { SubmitButton } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';
import { TroubleNotice } from '../parts/notice.tsx';
import { useTask } from '../run/hooks.ts';

/** "Lost your phone?": the answer is the same whoever asks, so that nobody learns who has an account. */
export function LostPhone({ onReport }: { onReport(email: string): Promise<Result<void>> }) {
  const [email, setEmail] = useState('');
  const task = useTask(() => onReport(email.trim()));
  if (task.done) {
    return (
      <>
        <Heading screen="lost done">Look at your messages</Heading>
        <p>If that address belongs to an account with a phone, it gets a link by e-mail, and by text message where possible. The link removes the phones of the account.</p>
        <p>A link comes once an hour: until then the one before it still works.</p>
        <p>Nothing came after ten minutes? Call your help desk.</p>
      </>
    );
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    task.run();
  };
  return (
    <form class="form" onSubmit={submit}>
      <Heading screen="lost">Lost your phone?</Heading>
      <p>You get a link that removes your phones, so that nobody can answer with them.</p>
      <label for="email">Your e-mail address at work</label>
      <input id="email" type="email" autocomplete="email" required minLength={3} maxLength={250} value={email} onInput={(event) => setEmail(event.currentTarget.value)} />
      <TroubleNotice trouble={task.trouble} />
      <div class="answers">
        <SubmitButton busy={task.busy}>Send me the link</SubmitButton>
      </div>
    </form>
  );
}
