import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { poll } from '../browsers/poll.ts';

type Heard = { messageType?: string; channelID?: string; version?: string; uaid?: string; pushEndpoint?: string };
export type UserAgent = Awaited<ReturnType<typeof connectUserAgent>>;

/**
 * A browser's side of the push service without a browser: it subscribes and is told of messages, which it cannot read.
 * `userAgentId`: who it was in an earlier connection.
 */
export async function connectUserAgent(serverUrl: string, userAgentId?: string) {
  const heard: Heard[] = [];
  const socket = new WebSocket(serverUrl, 'push-notification');
  const say = (message: object) => socket.send(JSON.stringify(message));
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Heard;
    heard.push(message);
    if (message.messageType === 'notification') say({ messageType: 'ack', updates: [{ channelID: message.channelID, version: message.version, code: 100 }] });
  });
  socket.on('error', () => undefined); // a connection that ends early is what some tests want
  const hear = (type: string, channelId?: string) => poll(`the push service's ${type}`, () => heard.find(({ messageType, channelID }) => messageType === type && channelID === channelId));

  await poll('the push service', () => socket.readyState === WebSocket.OPEN);
  say({ messageType: 'hello', use_webpush: true, uaid: userAgentId });
  const { uaid } = await hear('hello');
  return {
    id: uaid!,
    /** Subscribes for the application server with this VAPID key (base64url; without one, for anybody). */
    subscribe: async (key?: string) => {
      const channelID = randomUUID();
      say({ messageType: 'register', channelID, key });
      const { pushEndpoint } = await hear('register', channelID);
      return { endpoint: pushEndpoint!, keys: makeKeys() };
    },
    unsubscribe: async (endpoint: string) => {
      const channelID = endpoint.split('/').at(-1)!;
      say({ messageType: 'unregister', channelID });
      await hear('unregister', channelID);
    },
    /** How many messages have come. */
    received: () => heard.filter(({ messageType }) => messageType === 'notification').length,
    close: () => socket.terminate(),
  };
}

/** The keys that a sender encrypts with (RFC 8291, section 2). */
function makeKeys() {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  return { p256dh: pair.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') };
}
