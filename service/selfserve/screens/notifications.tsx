import { Button } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';
import type { Notifications } from '../device/notifications.ts';
import type { Platform } from '../device/platform.ts';
import { notificationWords, withoutNotifications } from '../words/notification-words.ts';

export type NotificationsProps = {
  state: Notifications | undefined;
  platform: Platform;
  /** Just after the phone was added this is a step on the way. */
  isNew: boolean;
  onTurnOn(): void;
  onDone(): void;
};

/** Whether notifications arrive, and how to change that. */
export function NotificationsScreen({ state, platform, isNew, onTurnOn, onDone }: NotificationsProps) {
  const done = <Button kind={state === 'on' ? 'primary' : 'plain'} onPress={onDone}>{isNew && state !== 'on' ? 'Go on without' : 'Done'}</Button>;
  if (state === 'on') {
    return (
      <>
        <Heading screen="notifications on">{isNew ? 'This phone is added' : 'Notifications are on'}</Heading>
        <p>When your help desk asks whether it is you, a notification appears here.</p>
        <div class="answers">{done}</div>
      </>
    );
  }
  const words = state && notificationWords(state, platform);
  return (
    <>
      <Heading screen="notifications off">{isNew ? 'This phone is added. One thing is left' : 'Notifications are off'}</Heading>
      {words && <p><b>{words.what}</b></p>}
      <p>{withoutNotifications}</p>
      {words && words.steps.length > 0 && <ol class="points">{words.steps.map((step) => <li key={step}>{step}</li>)}</ol>}
      <div class="answers">
        {(state === 'asks' || state === 'failed' || state === 'refused') && <Button kind="primary" onPress={onTurnOn}>{state === 'asks' ? 'Turn on notifications' : 'Try again'}</Button>}
        {done}
      </div>
    </>
  );
}
