import { mostPhones } from '#contract/numbers';
import type { Phone, PhoneState } from '#contract/phone';
import { useState } from 'preact/hooks';
import type { Result } from '../api/result.ts';
import { Button } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';
import { TroubleNotice } from '../parts/notice.tsx';
import { useTask } from '../run/hooks.ts';
import { localTime } from '../state/clock.ts';
import type { Received } from '../state/clock.ts';

export type PhonesProps = {
  phone: Received<PhoneState>;
  canVerifyUser: boolean;
  onRemove(id: string): Promise<Result<void>>;
  onUseVerification(): Promise<Result<void>>;
};
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** This phone and the others of its account. */
export function Phones({ phone, canVerifyUser, onRemove, onUseVerification }: PhonesProps) {
  const { value } = phone;
  const [removing, setRemoving] = useState<Phone>();
  if (removing) return <ConfirmRemoval phone={removing} isThis={removing.id === value.phone.id} onRemove={onRemove} onBack={() => setRemoving(undefined)} />;
  return (
    <>
      <Heading screen="phones">Phones of {value.account}</Heading>
      <ul class="phones">
        {[value.phone, ...value.others].map((each, index) => (
          <li key={each.id}>
            <b>{each.name}</b>
            {index === 0 && <span class="tag">This phone</span>}
            <span class="muted">Added {day.format(localTime(phone, each.createdAt))}. {each.lastSeenAt === null ? 'Not seen since.' : `Last seen ${day.format(localTime(phone, each.lastSeenAt))}.`}</span>
            <span class="muted">{each.notifications ? 'Notifications on' : 'Notifications off'}{each.userVerification && ', fingerprint, face or PIN on'}</span>
            <Button onPress={() => setRemoving(each)}>Remove {index === 0 ? 'this phone' : each.name}</Button>
          </li>
        ))}
      </ul>
      <UserVerification isOn={value.phone.userVerification} can={canVerifyUser} onUse={onUseVerification} />
      {value.others.length + 1 < mostPhones ? <a class="button plain" href="#add-phone">Add another phone</a> : <p class="muted">{mostPhones} phones is the most. Remove one to add another.</p>}
    </>
  );
}

function UserVerification({ isOn, can, onUse }: { isOn: boolean; can: boolean; onUse(): Promise<Result<void>> }) {
  const task = useTask(onUse);
  if (isOn || !can) return null;
  return (
    <section class="box">
      <h2>Fingerprint, face or PIN</h2>
      <p>Then nobody who picks this phone up can approve for you.</p>
      <TroubleNotice trouble={task.trouble} />
      <Button busy={task.busy} onPress={task.run}>Turn on fingerprint, face or PIN</Button>
    </section>
  );
}

type ConfirmRemovalProps = { phone: Phone; isThis: boolean; onRemove(id: string): Promise<Result<void>>; onBack(): void };

function ConfirmRemoval({ phone, isThis, onRemove, onBack }: ConfirmRemovalProps) {
  const task = useTask(async () => {
    const answer = await onRemove(phone.id);
    if (answer.ok) onBack();
    return answer;
  });
  return (
    <>
      <Heading screen="remove phone">Remove {phone.name}?</Heading>
      <p>{isThis ? 'Your help desk can no longer ask you here. To add this phone again you need a new invitation.' : 'It can no longer answer for you. To add it again you need a new invitation.'}</p>
      <TroubleNotice trouble={task.trouble} />
      <div class="answers">
        <Button kind="deny" busy={task.busy} onPress={task.run}>Yes, remove it</Button>
        <Button busy={task.busy} onPress={onBack}>Go back</Button>
      </div>
    </>
  );
}
