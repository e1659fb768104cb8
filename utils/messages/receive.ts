import { type Answer, type DiagnosticsAnswer, type PodAnswer, type PodHiddenAnswer, refused } from './answer';
import { type Sender, type SenderKind, classifySender } from './classify-sender';
import { messageNames } from './names';
import { type MessageOf, type ReceivedName, messageSchemas } from './schemas';

type Reply = Answer | PodAnswer | DiagnosticsAnswer | PodHiddenAnswer;
export type Handlers = { [Name in ReceivedName]: (message: MessageOf<Name>, sender: Sender) => Reply | Promise<Reply> };

const mayAsk: Record<ReceivedName, readonly SenderKind[]> = {
  [messageNames.ticketRead]: ['content'],
  [messageNames.podStatus]: ['pod'],
  [messageNames.podOpen]: ['pod'],
  [messageNames.podOpened]: ['pod'],
  [messageNames.podHide]: ['content'],
  [messageNames.podShow]: ['panel'],
  [messageNames.podHidden]: ['content'],
  [messageNames.panelWatch]: ['panel'],
  [messageNames.panelStarted]: ['panel'],
  [messageNames.panelShowOwn]: ['panel'],
  [messageNames.panelIntent]: ['panel'],
  [messageNames.panelLookAgain]: ['panel'],
  [messageNames.panelEnterTicket]: ['panel'],
  [messageNames.panelLeaveTicket]: ['panel'],
  [messageNames.panelDiagnostics]: ['panel'],
  [messageNames.giveConsent]: ['options'],
  [messageNames.pair]: ['options'],
  [messageNames.signOut]: ['options'],
  [messageNames.checkService]: ['options', 'panel'],
  [messageNames.addHost]: ['options'],
  [messageNames.removeHost]: ['options'],
};

type ReceiverDeps = {
  extensionOrigin: string;
  runtimeId: string;
  handlers: Handlers;
  /** Whether the technician has allowed the ConnectWise page at this address to be read, and the browser still does. */
  mayRead(address: string): Promise<boolean>;
};

/**
 * Receives messages: name, then sender, then schema, then handler; the first that does not fit answers with a code. The handler runs
 * before this returns, so that one which needs the user's gesture still has it; only what a web page says waits until its address is checked.
 */
export function createReceiver(deps: ReceiverDeps) {
  return function receive(message: unknown, sender: Sender): Promise<Reply> {
    const name = nameOf(message);
    if (name === undefined) return Promise.resolve(refused('unknown_message'));
    const kind = classifySender(sender, deps.extensionOrigin, deps.runtimeId);
    if (!mayAsk[name].includes(kind)) return Promise.resolve(refused('not_allowed'));
    if (kind !== 'content') return handle(deps.handlers, name, message, sender);
    return deps.mayRead(sender.url ?? '').then(
      (may) => (may ? handle(deps.handlers, name, message, sender) : refused('not_allowed')),
      () => refused('not_allowed'),
    );
  };
}

function handle(handlers: Handlers, name: ReceivedName, message: unknown, sender: Sender): Promise<Reply> {
  const parsed = messageSchemas[name].safeParse(message);
  if (!parsed.success) return Promise.resolve(refused('bad_message', parsed.error.issues[0]?.path.join('.')));
  return run(() => (handlers[name] as (message: unknown, sender: Sender) => Reply | Promise<Reply>)(parsed.data, sender));
}

async function run(work: () => Reply | Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch {
    return refused('internal');
  }
}

function nameOf(message: unknown): ReceivedName | undefined {
  if (typeof message !== 'object' || message === null || !('name' in message)) return undefined;
  const { name } = message;
  return typeof name === 'string' && Object.hasOwn(messageSchemas, name) ? (name as ReceivedName) : undefined;
}
