import { useRef, useState } from 'preact/hooks';
import type { Snapshot } from '../utils/workflow/snapshot';
import type { Intent } from '../utils/workflow/state';
import { Button } from './button';
import type { CopyDiagnostics } from './diagnostics';
import { FlowBody } from './flow-body';
import { Heading } from './heading';
import { headlineOf } from './headline';
import { withdrawnWords } from './host-words';
import { Notice } from './notice';
import { PageBody } from './page-body';
import { type Scene, sceneKey, sceneOf, type Target } from './scene';
import { wordsFor } from './trouble-words';
import { accessWords } from './words';
import { Who } from './who';

export type PanelProps = {
  snapshot: Snapshot;
  tabId: number | undefined;
  /** The local clock. */
  now: number;
  /** Given with what was in front of the technician when they pressed. Buttons rest until a returned promise settles. */
  onIntent: (intent: Intent, target: Target) => unknown;
  onOpenOptions: () => void;
  onRetry: () => void;
  /** Given where the panel closes with the next click elsewhere, and can be moved to where it stays. */
  onMoveToSidebar?: (() => void) | undefined;
  /** Given while the ticket stands in a window of its own: back to the one of the panel's window. */
  onShowOwn?: (() => void) | undefined;
  /** The ticket with this number, where the page shows none that can be read; and done with it. */
  onEnterTicket?: ((number: string) => unknown) | undefined;
  onLeaveTicket?: (() => unknown) | undefined;
  /** Brings back the links in the tickets that were hidden for this session. */
  onShowPods?: (() => void) | undefined;
  /** Given where a page can be described. */
  onDiagnostics?: CopyDiagnostics | undefined;
  /** The code of the background's last refusal. */
  refusal?: string;
};

/** All that the technician sees beside a ticket. */
export function Panel({ snapshot, tabId, now, onIntent, onOpenOptions, onRetry, onMoveToSidebar, onShowOwn, onEnterTicket, onLeaveTicket, onShowPods, onDiagnostics, refusal }: PanelProps) {
  const scene = sceneOf(snapshot, tabId);
  const { title, tone, done } = headlineOf(scene, now);
  const { emit, waiting } = useEmit(scene.target, onIntent);
  return (
    <div class="panel">
      {onShowOwn && <PoppedOut onShowOwn={onShowOwn} />}
      {scene.typed && <Typed canLeave={scene.typed === 'can_be_left'} onLeave={onLeaveTicket} />}
      {scene.who && <Who who={scene.who} />}
      <main>
        <PageDiffers scene={scene} />
        <Heading title={title} tone={tone} done={done} focusKey={sceneKey(scene)} />
        {refusal && <Notice words={wordsFor(refusal)} tone="danger" urgent />}
        {isBlocked(scene) ? (
          <AccessBody scene={scene} onOpenOptions={onOpenOptions} onRetry={onRetry} />
        ) : (
          <>
            {scene.noAccess && !saysSoItself(scene) && <AccessNotice scene={scene} onOpenOptions={onOpenOptions} onRetry={onRetry} />}
            {scene.flow ? <FlowBody flow={scene.flow} now={now} emit={emit} waiting={waiting} /> : <PageBody key={sceneKey(scene)} view={scene.view} onDiagnostics={onDiagnostics} withdrawn={withdrawnWords(snapshot)} onOpenOptions={onOpenOptions} onEnterTicket={scene.typed ? undefined : onEnterTicket} />}
          </>
        )}
      </main>
      {snapshot.podHidden && onShowPods && (
        <aside class="pods-hidden">
          <Button onPress={onShowPods}>SHOW THE LINK IN TICKETS AGAIN</Button>
        </aside>
      )}
      <footer>
        <span>{snapshot.technician ? [snapshot.technician, snapshot.tenant].filter(Boolean).join(' · ') : 'Countersign'}</span>
        {onMoveToSidebar && <Button onPress={onMoveToSidebar}>Keep open in sidebar</Button>}
        <Button onPress={onOpenOptions}>Settings</Button>
      </footer>
    </div>
  );
}

function PoppedOut({ onShowOwn }: { onShowOwn: () => void }) {
  return (
    <aside class="popped-out">
      <p role="status">This ticket is in a window of its own.</p>
      <Button onPress={onShowOwn}>SHOW THIS WINDOW’S TICKET</Button>
    </aside>
  );
}

function Typed({ canLeave, onLeave }: { canLeave: boolean; onLeave: PanelProps['onLeaveTicket'] }) {
  return (
    <aside class="popped-out">
      <p role="status">You entered this ticket’s number.</p>
      {canLeave && onLeave && <Button onPress={onLeave}>LEAVE THIS TICKET</Button>}
    </aside>
  );
}

/** Without access nothing new can start; what has started stays in view. */
function isBlocked({ noAccess, flow }: Scene): boolean {
  return noAccess !== undefined && !(flow && ['sending', 'send_lost', 'live', 'ended'].includes(flow.name));
}

/** A SEND without an answer has its own words and its own TRY AGAIN: two buttons of one name would do different things. */
function saysSoItself({ noAccess, flow }: Scene): boolean {
  return noAccess === 'unreachable' && flow?.name === 'send_lost';
}

type Access = { scene: Scene; onOpenOptions: () => void; onRetry: () => void };

function AccessBody({ scene, onOpenOptions, onRetry }: Access) {
  if (!scene.noAccess) return null;
  return (
    <>
      <p>{accessWords[scene.noAccess].next}</p>
      <AccessButtons scene={scene} onOpenOptions={onOpenOptions} onRetry={onRetry} />
      <PageBody view={scene.view} onDiagnostics={undefined} beside />
    </>
  );
}

function AccessNotice({ scene, onOpenOptions, onRetry }: Access) {
  if (!scene.noAccess || scene.noAccess === 'starting') return null;
  return (
    <Notice words={accessWords[scene.noAccess]} urgent>
      <AccessButtons scene={scene} onOpenOptions={onOpenOptions} onRetry={onRetry} />
    </Notice>
  );
}

function AccessButtons({ scene: { noAccess }, onOpenOptions, onRetry }: Access) {
  if (noAccess === 'starting') return null;
  const canRetry = noAccess === 'unreachable' || noAccess === 'extension_too_old' || noAccess === 'service_too_old';
  return (
    <div class="actions">
      {canRetry && (
        <Button kind="primary" onPress={onRetry}>
          TRY AGAIN
        </Button>
      )}
      <Button kind={canRetry ? 'quiet' : 'primary'} onPress={onOpenOptions}>
        {noAccess === 'no_consent' ? 'Read and agree' : noAccess === 'not_paired' || noAccess === 'signed_out' ? 'Sign in' : 'Open settings'}
      </Button>
    </div>
  );
}

function PageDiffers({ scene: { pageNow, flow, who } }: { scene: Scene }) {
  if (!pageNow || !flow || !who) return null;
  const { contact = 'the caller', email, company } = who;
  const subject = flow.name === 'ended' ? 'This result is' : 'This verification is';
  const words =
    pageNow === 'unreadable'
      ? { what: 'The ticket no longer shows a complete contact.', next: `${subject} for ${contact}.` }
      : { what: `The ticket now shows ${pageNow.contact} (${pageNow.email}, ${pageNow.company}).`, next: `${subject} for ${contact} (${[email, company].filter(Boolean).join(', ')}) only.` };
  return <Notice words={words} tone="danger" urgent />;
}

/** Passes one press on and lets the others rest until it has been taken. */
function useEmit(target: Target | undefined, onIntent: PanelProps['onIntent']) {
  const taken = useRef(false);
  const [waiting, setWaiting] = useState(false);
  const emit = (intent: Intent) => {
    if (!target || taken.current) return;
    taken.current = true;
    setWaiting(true);
    const release = () => {
      taken.current = false;
      setWaiting(false);
    };
    Promise.resolve(onIntent(intent, target)).then(release, release);
  };
  return { emit, waiting };
}
