import type { LinkDone } from '#contract/phone';
import type { Result } from '../api/result.ts';
import { Button } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';
import { Mark } from '../parts/mark.tsx';
import { TroubleNotice } from '../parts/notice.tsx';
import { useTask } from '../run/hooks.ts';
import type { LinkPurpose } from '../state/entry.ts';

type LinkWords = { title: string; text: string; button: string };
const before: Record<LinkPurpose, LinkWords> = {
  remove: { title: 'Remove the new phone?', text: 'A phone was added to your account. If that was not you, remove it: it can then no longer answer for you.', button: 'Remove that phone' },
  lost: { title: 'Remove your phones?', text: 'None of the phones that you had when you reported it can answer for you any more, nor can any phone that they invited. To add one again you need a new invitation.', button: 'Remove my phones' },
  'not-you': { title: 'Was that not you?', text: 'Somebody was verified in your name. If you did not call your help desk, tell them now.', button: 'That was not me' },
};
const after: Record<LinkDone['done'], (tenant: string) => { title: string; text: string }> = {
  phone_removed: (tenant) => ({ title: 'The phone is removed', text: `Change your password, and tell ${tenant} if you did not add that phone.` }),
  phones_removed: (tenant) => ({ title: 'Your phones are removed', text: `Ask ${tenant} for an invitation when you have a phone again.` }),
  earlier_phones_removed: (tenant) => ({ title: 'The phones that you had are removed', text: `A phone that was added after your report is still on your account. If you did not add it, call ${tenant} now.` }),
  reported: (tenant) => ({ title: 'Reported', text: `${tenant} has been warned. Call them by the number that you know.` }),
};

/** A link from a message. Nothing happens by opening it: programs that look into mail open every link. */
export function LinkPage({ purpose, onUse }: { purpose: LinkPurpose; onUse(): Promise<Result<LinkDone>> }) {
  const task = useTask(onUse);
  if (task.done) return <LinkUsed done={task.done.value} />;
  const { title, text, button } = before[purpose];
  return (
    <>
      <Heading screen={`link ${purpose}`}>{title}</Heading>
      <p>{text}</p>
      <TroubleNotice trouble={task.trouble} />
      <div class="answers">
        <Button kind="deny" busy={task.busy} onPress={task.run}>{button}</Button>
      </div>
    </>
  );
}

export function LinkUsed({ done }: { done: LinkDone }) {
  const { title, text } = after[done.done](done.tenant);
  return (
    <>
      <Mark tone="good" />
      <Heading screen="link used">{title}</Heading>
      <p>{text}</p>
    </>
  );
}
