import { expect, test } from 'vitest';
import type { SenderKind } from '../../../utils/messages/classify-sender';
import { messageNames } from '../../../utils/messages/names';
import { type Handlers, createReceiver } from '../../../utils/messages/receive';
import { type ReceivedName, messageSchemas } from '../../../utils/messages/schemas';
import { contact } from '../workflow/samples';
import { chromium, senderOf } from './senders';

const good: Record<ReceivedName, object> = {
  [messageNames.ticketRead]: { reading: { kind: 'not_ticket', why: 'no_banner' } },
  [messageNames.podStatus]: {},
  [messageNames.podOpen]: {},
  [messageNames.podOpened]: { windowId: 1 },
  [messageNames.podHide]: {},
  [messageNames.podShow]: {},
  [messageNames.podHidden]: {},
  [messageNames.panelWatch]: { tabId: 7 },
  [messageNames.panelStarted]: { windowId: 1 },
  [messageNames.panelShowOwn]: { windowId: 1 },
  [messageNames.panelIntent]: { tabId: 7, ticketKey: 'na.myconnectwise.net/4711', shown: { contact }, intent: { name: 'approve' } },
  [messageNames.panelLookAgain]: { tabId: 7 },
  [messageNames.panelEnterTicket]: { tabId: 7, number: '4711' },
  [messageNames.panelLeaveTicket]: { tabId: 7 },
  [messageNames.panelDiagnostics]: { tabId: 7 },
  [messageNames.giveConsent]: {},
  [messageNames.pair]: { serviceOrigin: 'https://verify.example', pairingCode: 'ABCDE-FGHJK', deviceName: 'Desk' },
  [messageNames.signOut]: {},
  [messageNames.checkService]: {},
  [messageNames.addHost]: { origin: 'https://cw.acme.example' },
  [messageNames.removeHost]: { origin: 'https://cw.acme.example' },
};
const allowed: Record<ReceivedName, SenderKind[]> = {
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
const kinds: SenderKind[] = ['content', 'pod', 'panel', 'options', 'stranger'];
const names = Object.keys(messageSchemas) as ReceivedName[];
const pairs = names.flatMap((name) => kinds.map((kind) => ({ name, kind, may: allowed[name].includes(kind) })));

function receiver(handle: (name: string) => { ok: true } = () => ({ ok: true }), mayRead: (address: string) => Promise<boolean> = async () => true) {
  const heard: string[] = [];
  const entries = names.map((name) => [name, () => (heard.push(name), handle(name))]);
  return { heard, receive: createReceiver({ ...chromium, mayRead, handlers: Object.fromEntries(entries) as Handlers }) };
}

test.each(pairs)('$name from $kind: $may', async ({ name, kind, may }) => {
  const { heard, receive } = receiver();
  expect(await receive({ name, ...good[name] }, senderOf(kind))).toEqual(may ? { ok: true } : { ok: false, code: 'not_allowed' });
  expect(heard).toEqual(may ? [name] : []);
});

test.each([undefined, null, 7, 'pod/open', {}, { name: 7 }, { name: 'toString' }, { name: '__proto__' }, { name: 'panel/approve' }])(
  '%j is refused whoever sends it',
  async (message) => {
    expect(await receiver().receive(message, senderOf('panel'))).toEqual({ ok: false, code: 'unknown_message' });
  },
);

test.each([
  ['no tab', { ...good['panel/intent'], tabId: undefined }],
  ['an unknown intent', { ...good['panel/intent'], intent: { name: 'approve_all' } }],
  ['a code that is none', { ...good['panel/intent'], intent: { name: 'try_code', code: '12345x' } }],
  ['an address with a name', { ...good['panel/intent'], shown: { contact: { ...contact, email: 'Jo <jo@acme.example>' } } }],
  ['neither a contact nor a number', { ...good['panel/intent'], shown: {} }],
  ['a caller without a reason', { ...good['panel/intent'], shown: { contact, caller: { contactId: 8, reason: ' ' } } }],
  ['a question without a reason', { ...good['panel/intent'], intent: { name: 'ask_second', reason: ' ' } }],
  ['a reason that is too long', { ...good['panel/intent'], intent: { name: 'choose_caller', contactId: 8, reason: 'x'.repeat(201) } }],
  ['an exception that is none', { ...good['panel/intent'], intent: { name: 'decide_exception', exceptionId: '1', decision: 'confirm' } }],
])('an intent with %s reaches no handler', async (_title, fields) => {
  const { heard, receive } = receiver();
  expect(await receive({ name: messageNames.panelIntent, ...fields }, senderOf('panel'))).toMatchObject({ ok: false, code: 'bad_message' });
  expect(heard).toEqual([]);
});

test.each(['', '#4711', '47 11', '1234567890123', 4711])('%j is no ticket number: no handler is reached', async (number) => {
  const { heard, receive } = receiver();
  expect(await receive({ name: messageNames.panelEnterTicket, tabId: 7, number }, senderOf('panel'))).toMatchObject({ ok: false, code: 'bad_message' });
  expect(heard).toEqual([]);
});

test('the handler runs while the click is being handled', () => {
  const { heard, receive } = receiver();
  void receive({ name: messageNames.podOpen }, senderOf('pod'));
  expect(heard).toEqual([messageNames.podOpen]);
});

test.each([
  ['was not added, or is no longer allowed', async () => false],
  ['cannot be checked', () => Promise.reject(new Error('the store is broken'))],
])('what a page says whose address %s is not heard', async (_title, mayRead) => {
  const { heard, receive } = receiver(undefined, mayRead);
  const message = { name: messageNames.ticketRead, ...good[messageNames.ticketRead] };
  expect(await receive(message, senderOf('content'))).toEqual({ ok: false, code: 'not_allowed' });
  expect(await receive({ ...message, reading: {} }, senderOf('content'))).toEqual({ ok: false, code: 'not_allowed' });
  expect(heard).toEqual([]);
});

test('the address that is checked is the one that the browser names', async () => {
  const asked: string[] = [];
  const { receive } = receiver(undefined, async (address) => (asked.push(address), true));
  await receive({ name: messageNames.ticketRead, ...good[messageNames.ticketRead], url: 'https://evil.example/v4_6_release/' }, senderOf('content'));
  expect(asked).toEqual([senderOf('content').url]);
});

test('a handler that fails is a refusal that tells nothing', async () => {
  const { receive } = receiver(() => {
    throw new Error('secret');
  });
  expect(await receive({ name: messageNames.podOpen }, senderOf('pod'))).toEqual({ ok: false, code: 'internal' });
});
