import { useEffect, useState } from 'preact/hooks';
import type { Services } from '../run/create-services.ts';
import { useNow } from '../run/hooks.ts';
import { localTime } from '../state/clock.ts';
import type { Entry } from '../state/entry.ts';
import type { AppState } from '../state/phone.ts';
import { isPending } from '../state/requests.ts';
import { findScene } from '../state/request-scene.ts';
import { AddPhone } from './add-phone.tsx';
import { Home } from './home.tsx';
import { NotificationsScreen } from './notifications.tsx';
import { Phones } from './phones.tsx';
import { RequestScreen } from './request.tsx';

type AddedProps = { services: Services; entry: Entry; state: AppState; onHome(): void };

/** The screens of a phone that is added. A request in front comes before all others. */
export function Added({ services, entry, state, onHome }: AddedProps) {
  const { store, answers, membership, now } = services;
  const { list, openId } = state.requests;
  const isLive = list?.value.requests.some((request) => request.terms.verification === openId && isPending(request)) ?? false;
  const scene = findScene(state.requests, useNow(isLive, now));
  if (!scene || !list) return <Page services={services} entry={entry} state={state} onHome={onHome} />;
  return (
    <RequestScreen
      key={scene.request.terms.verification}
      scene={scene}
      askedAt={localTime(list, scene.request.createdAt)}
      verifiesUser={state.phone?.value.phone.userVerification ?? false}
      onAnswer={(decision, number) => void answers.answer(scene.request, decision, number)}
      onTurnOnVerification={membership.useUserVerification}
      onClose={() => store.tell({ type: 'closed' })}
    />
  );
}

function Page({ services, entry, state, onHome }: AddedProps) {
  const { platform, membership, store } = services;
  const turnOn = () => void membership.turnOnNotifications();
  // When the others were last seen is as old as the last answer.
  useEffect(() => {
    if (entry.kind === 'phones') void membership.load();
  }, [entry.kind]);
  if (entry.kind === 'phones' && state.phone) return <Phones phone={state.phone} canVerifyUser={state.canVerifyUser} onRemove={membership.remove} onUseVerification={membership.useUserVerification} />;
  if (entry.kind === 'add_phone') return <AddPhone onInvite={membership.invite} share={findShare()} />;
  if (entry.kind === 'notifications') return <NotificationsScreen isNew={false} state={state.notifications} platform={platform} onTurnOn={turnOn} onDone={() => goHome(onHome)} />;
  return <WithOnline>{(online) => <Home state={state} online={online} platform={platform} onOpen={(id, reporting) => store.tell({ type: 'opened', id, reporting })} onTurnOnNotifications={turnOn} />}</WithOnline>;
}

/** Also out of the address, so that Back leads to where one came from. */
function goHome(onHome: () => void): void {
  location.hash = '';
  onHome();
}

function findShare(): ((link: string) => void) | undefined {
  return 'share' in navigator ? (link) => void navigator.share({ url: link }).catch(() => undefined) : undefined;
}

function WithOnline({ children }: { children(online: boolean): preact.JSX.Element }) {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const change = () => setOnline(navigator.onLine);
    addEventListener('online', change);
    addEventListener('offline', change);
    return () => {
      removeEventListener('online', change);
      removeEventListener('offline', change);
    };
  }, []);
  return children(online);
}
