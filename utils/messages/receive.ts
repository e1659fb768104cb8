import { type Answer, type PodAnswer, refused } from './answer';
import { type Sender, type SenderKind, classifySender } from './classify-sender';
import { messageNames } from './names';
import { type MessageOf, type ReceivedName, messageSchemas } from './schemas';

type Reply = Answer | PodAnswer;
export type Handlers = { [Name in ReceivedName]: (message: MessageOf<Name>, sender: Sender) => Reply | Promise<Reply> };

const mayAsk: Record<ReceivedName, readonly SenderKind[]> = {
  [messageNames.ticketRead]: ['content'],
  [messageNames.podStatus]: ['pod'],
  [messageNames.podOpen]: ['pod'],
  [messageNames.panelWatch]: ['panel'],
  [messageNames.panelIntent]: ['panel'],
  [messageNames.giveConsent]: ['options'],
  [messageNames.pair]: ['options'],
  [messageNames.signOut]: ['options'],
  [messageNames.checkService]: ['options', 'panel'],
};

/**
 * Receives messages: name, then sender, then schema, then handler; the first that does not fit answers with a code. The
 * handler runs before this returns, so that one which needs the user's gesture still has it.
 */
export function createReceiver(deps: { extensionOrigin: string; runtimeId: string; handlers: Handlers }) {
  return function receive(message: unknown, sender: Sender): Promise<Reply> {
    const name = nameOf(message);
    if (name === undefined) return Promise.resolve(refused('unknown_message'));
    if (!mayAsk[name].includes(classifySender(sender, deps.extensionOrigin, deps.runtimeId))) return Promise.resolve(refused('not_allowed'));
    const parsed = messageSchemas[name].safeParse(message);
    if (!parsed.success) return Promise.resolve(refused('bad_message', parsed.error.issues[0]?.path.join('.')));
    return run(() => (deps.handlers[name] as (message: unknown, sender: Sender) => Reply | Promise<Reply>)(parsed.data, sender));
  };
}

async function run(handle: () => Reply | Promise<Reply>): Promise<Reply> {
  try {
    return await handle();
  } catch {
    return refused('internal');
  }
}

function nameOf(message: unknown): ReceivedName | undefined {
  if (typeof message !== 'object' || message === null || !('name' in message)) return undefined;
  const { name } = message;
  return typeof name === 'string' && Object.hasOwn(messageSchemas, name) ? (name as ReceivedName) : undefined;
}
