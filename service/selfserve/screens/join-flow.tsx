import { useEffect, useState } from 'preact/hooks';
import { namePhone } from '../device/platform.ts';
import { createJoin } from '../run/create-join.ts';
import type { JoinFlow as Flow } from '../run/create-join.ts';
import type { Services } from '../run/create-services.ts';
import { useNow } from '../run/hooks.ts';
import type { Join } from '../state/join.ts';
import type { AppState } from '../state/phone.ts';
import { isOnHomeScreen } from '../device/home-screen.ts';
import { JoinScreen } from './join.tsx';
import { NotificationsScreen } from './notifications.tsx';
import { AlreadyAdded } from './outside.tsx';

type JoinFlowProps = { token: string; services: Services; state: AppState; onDone(): void };

/** Adds this phone by the invitation `token`, then sees to notifications. */
export function JoinFlow({ token, services, state, onDone }: JoinFlowProps) {
  const { platform, membership, now } = services;
  const [wasAdded] = useState(state.membership === 'added');
  const [join, setJoin] = useState<Join>({ step: 'opening' });
  const [flow] = useState(() => createJoin(token, { call: services.call, now, onChange: setJoin, onAdded: membership.joined }));
  useEffect(() => {
    if (!wasAdded) void begin(flow, services, state.membership === 'removed');
  }, []);
  const at = useNow(join.step === 'code', now);
  if (wasAdded) return <AlreadyAdded tenant={state.tenant ?? 'your help desk'} onGo={onDone} />;
  if (join.step === 'added') return <NotificationsScreen isNew state={state.notifications} platform={platform} onTurnOn={() => void membership.turnOnNotifications()} onDone={onDone} />;
  const link = platform === 'ios' && !isOnHomeScreen() ? `${location.origin}${location.pathname}#join=${token}` : undefined;
  return (
    <JoinScreen
      join={join}
      now={at}
      phoneName={namePhone(navigator)}
      linkForHomeScreen={link}
      onOpen={() => void flow.open()}
      onSendCode={() => void flow.sendCode()}
      onHasCode={flow.hasCode}
      onAdd={(code, name) => void flow.add(code, name)}
      onLeave={onDone}
    />
  );
}

/** A phone that was removed comes back with a new key: the old one stays refused. */
async function begin(flow: Flow, { phoneStore }: Services, wasRemoved: boolean): Promise<void> {
  if (wasRemoved) await phoneStore.removeKey();
  await flow.open();
}
