import type { Flow, Intent } from '../utils/workflow/state';
import { Button } from './button';
import { EndedBody } from './ended-body';
import { LiveBody } from './live-body';
import { NotFoundBody } from './not-found-body';
import { ReadyBody } from './ready-body';
import { wordsFor } from './trouble-words';
import { methodNames } from './words';

export type BodyProps<Name extends Flow['name']> = {
  flow: Extract<Flow, { name: Name }>;
  emit: (intent: Intent) => void;
  /** A press is on its way: no other is taken. */
  waiting: boolean;
};

/** What stands under the heading for each state of a ticket. */
export function FlowBody({ flow, now, emit, waiting }: { flow: Flow; now: number; emit: (intent: Intent) => void; waiting: boolean }) {
  switch (flow.name) {
    case 'looking_up':
      return null;
    case 'not_found':
      return <NotFoundBody flow={flow} emit={emit} waiting={waiting} />;
    case 'ready':
      return <ReadyBody key={JSON.stringify(flow.about)} flow={flow} now={now} emit={emit} waiting={waiting} />;
    case 'sending':
      return <SendingBody flow={flow} />;
    case 'send_lost':
      return <SendLostBody flow={flow} emit={emit} waiting={waiting} />;
    case 'live':
      return <LiveBody flow={flow} now={now} emit={emit} waiting={waiting} />;
    case 'ended':
      return <EndedBody flow={flow} now={now} emit={emit} waiting={waiting} />;
  }
}

function SendingBody({ flow: { request, options } }: { flow: Extract<Flow, { name: 'sending' }> }) {
  const destination = options.methods.find(({ method }) => method === request.method)?.destination;
  return (
    <p class="muted">
      By {methodNames[request.method]}
      {destination && <> to {destination}</>}.
    </p>
  );
}

function SendLostBody({ flow, emit, waiting }: BodyProps<'send_lost'>) {
  return (
    <>
      <p>
        {wordsFor(flow.trouble.code).what} Trying again repeats the same request: {flow.request.method === 'push' ? 'the phone is never asked twice.' : 'the caller never gets two codes.'}
      </p>
      <div class="actions">
        <Button kind="primary" waiting={waiting} onPress={() => emit({ name: 'send_again' })}>
          TRY AGAIN
        </Button>
        <Button waiting={waiting} onPress={() => emit({ name: 'give_up' })}>
          CANCEL
        </Button>
      </div>
    </>
  );
}
