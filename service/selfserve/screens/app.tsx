import { useEffect, useState } from 'preact/hooks';
import { Shell } from '../parts/shell.tsx';
import type { Services } from '../run/create-services.ts';
import { useAppState } from '../run/hooks.ts';
import type { Entry } from '../state/entry.ts';
import { Added } from './added.tsx';
import { JoinFlow } from './join-flow.tsx';
import { LinkPage } from './link.tsx';
import { LostPhone } from './lost.tsx';
import { BrokenLink, NoStorage, NotAdded, Starting } from './outside.tsx';

export type AppProps = {
  services: Services;
  /** Reads what the address asks for, and takes secrets out of it. */
  takeEntry(): Entry;
  /** The invitation was used or given up. */
  onJoinOver(): void;
};

/** The whole app: what the address asks for decides, then whether this phone is added. */
export function App({ services, takeEntry, onJoinOver }: AppProps) {
  const [entry, setEntry] = useState(takeEntry);
  const state = useAppState(services.store);
  useEffect(() => {
    const change = () => setEntry(takeEntry());
    addEventListener('hashchange', change);
    return () => removeEventListener('hashchange', change);
  }, [takeEntry]);
  const home = () => {
    onJoinOver();
    setEntry({ kind: 'home' });
  };
  const isHome = entry.kind === 'home' || entry.kind === 'join';
  return (
    <Shell tenant={state.tenant} back={!isHome}>
      <Inside services={services} entry={entry} state={state} onHome={home} onInvitation={(token) => setEntry({ kind: 'join', token })} />
    </Shell>
  );
}

type InsideProps = { services: Services; entry: Entry; state: ReturnType<typeof useAppState>; onHome(): void; onInvitation(token: string): void };

function Inside({ services, entry, state, onHome, onInvitation }: InsideProps) {
  const { call, membership } = services;
  if (entry.kind === 'broken_link') return <BrokenLink />;
  if (entry.kind === 'link') return <LinkPage key={entry.token} purpose={entry.purpose} onUse={() => call('useLink', { body: { token: entry.token } })} />;
  if (entry.kind === 'lost') return <LostPhone onReport={(email) => call('reportLostPhone', { body: { email } })} />;
  if (state.membership === 'no_storage') return <NoStorage />;
  if (state.membership === 'unknown') return <Starting trouble={state.requests.trouble} onRetry={() => void membership.load()} />;
  if (entry.kind === 'join') return <JoinFlow key={entry.token} token={entry.token} services={services} state={state} onDone={onHome} />;
  if (state.membership !== 'added') return <NotAdded removedBy={state.membership === 'removed' ? state.tenant : undefined} onInvitation={onInvitation} />;
  return <Added services={services} entry={entry} state={state} onHome={onHome} />;
}
