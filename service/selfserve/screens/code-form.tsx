import { codeDigits } from '#contract/numbers';
import { useState } from 'preact/hooks';
import { Button, SubmitButton } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';
import { TroubleNotice } from '../parts/notice.tsx';
import { remaining } from '../state/clock.ts';
import type { Join } from '../state/join.ts';
import { waitWords } from '../words/trouble-words.ts';
import type { JoinProps } from './join.tsx';

type CodeFormProps = JoinProps & { join: Extract<Join, { step: 'code' }> };

/** The code that came by the other way, and what this phone is called. */
export function CodeForm(props: CodeFormProps) {
  const { join, onAdd, onLeave } = props;
  const { codeTo, tenant } = join.invitation.value;
  const [typed, setTyped] = useState('');
  const [name, setName] = useState(props.phoneName);
  const code = typed.replace(/\D/g, '');
  const complete = code.length === codeDigits && name.trim() !== '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (complete && !join.busy) onAdd(code, name.trim());
  };
  return (
    <form class="form" onSubmit={submit}>
      <Heading screen="join code">Type your code</Heading>
      <p>{codeTo === null ? `The code stands beside the picture that you scanned, or ${tenant} tells you.` : <>It went to <b>{codeTo}</b>.</>}</p>
      <label for="code">Six-digit code</label>
      <input id="code" class="digits-input" inputMode="numeric" autocomplete="one-time-code" maxLength={7} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
      <label for="phone-name">Name of this phone</label>
      <input id="phone-name" type="text" autocomplete="off" maxLength={60} value={name} onInput={(event) => setName(event.currentTarget.value)} />
      <TroubleNotice trouble={join.trouble} />
      <div class="answers">
        <SubmitButton disabled={!complete} busy={join.busy !== undefined}>Add this phone</SubmitButton>
        {codeTo !== null && <AnotherCode {...props} />}
        <Button kind="quiet" onPress={onLeave}>Not now</Button>
      </div>
    </form>
  );
}

function AnotherCode({ join, now, onSendCode }: CodeFormProps) {
  const { codesLeft, nextCodeAt } = join.invitation.value;
  if (codesLeft === 0) return <p class="muted">No more codes can be sent for this invitation.</p>;
  const waitMs = nextCodeAt === null ? 0 : remaining(join.invitation, nextCodeAt, now);
  return (
    <Button disabled={waitMs > 0} busy={join.busy !== undefined} onPress={onSendCode}>
      {waitMs > 0 ? `Another code in ${waitWords(Math.ceil(waitMs / 1000))}` : 'Send another code'}
    </Button>
  );
}
