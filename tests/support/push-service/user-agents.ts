import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import * as z from 'zod/mini';
import type { MessageQueue, QueuedMessage } from './message-queue.ts';

/** A subscription: the browser that holds it, and the application server key that it was made with. */
export type Channel = { channelId: string; userAgentId: string; key: string | undefined };
export type UserAgents = ReturnType<typeof createUserAgents>;
type Options = { origin: string; queue: MessageQueue; onAcknowledge: (version: string, code: number | undefined) => void };

/** What Firefox says (the protocol of Mozilla's autopush). A ping is `{}`. */
const SpokenSchema = z.discriminatedUnion('messageType', [
  z.object({ messageType: z.literal('hello'), uaid: z.optional(z.string()) }),
  z.object({ messageType: z.literal('register'), channelID: z.string(), key: z.optional(z.string()) }),
  z.object({ messageType: z.literal('unregister'), channelID: z.string() }),
  z.object({ messageType: z.literal('ack'), updates: z.array(z.object({ version: z.string(), code: z.optional(z.number()) })) }),
  z.object({ messageType: z.literal('nack'), version: z.string(), code: z.optional(z.number()) }),
  z.object({ messageType: z.literal('broadcast_subscribe') }),
]);
type Spoken = z.infer<typeof SpokenSchema>;

/** The browsers that are connected, and the subscriptions of all. */
export function createUserAgents({ origin, queue, onAcknowledge }: Options) {
  const sockets = new Map<string, WebSocket>();
  const known = new Set<string>();
  const channels = new Map<string, Channel>();
  const removed = new Set<string>();

  const acknowledge = (version: string, code: number | undefined) => {
    queue.remove(version);
    onAcknowledge(version, code);
  };
  const greet = (socket: WebSocket, asked: string | undefined): string => {
    // A browser that hears another id than its own drops its subscriptions.
    const userAgentId = asked && known.has(asked) ? asked : randomUUID().replaceAll('-', '');
    known.add(userAgentId);
    sockets.set(userAgentId, socket);
    socket.on('close', () => sockets.get(userAgentId) === socket && sockets.delete(userAgentId));
    say(socket, { messageType: 'hello', uaid: userAgentId, status: 200, use_webpush: true, broadcasts: {} });
    queue.waiting(userAgentId).forEach((message) => sendMessage(socket, message));
    return userAgentId;
  };
  const register = (socket: WebSocket, channel: Channel) => {
    channels.set(channel.channelId, channel);
    removed.delete(channel.channelId);
    say(socket, { messageType: 'register', channelID: channel.channelId, status: 200, pushEndpoint: `${origin}/wpush/v2/${channel.channelId}` });
  };
  const unregister = (socket: WebSocket, channelId: string) => {
    if (channels.delete(channelId)) removed.add(channelId);
    queue.removeChannel(channelId);
    say(socket, { messageType: 'unregister', channelID: channelId, status: 200 });
  };

  return {
    /** Speaks with one browser until its socket closes. */
    attach: (socket: WebSocket) => {
      let userAgentId: string | undefined;
      const hear = (spoken: Spoken) => {
        if (spoken.messageType === 'hello') userAgentId = greet(socket, spoken.uaid);
        else if (!userAgentId) socket.close(1002, 'hello comes first');
        else if (spoken.messageType === 'register') register(socket, { channelId: spoken.channelID, userAgentId, key: spoken.key });
        else if (spoken.messageType === 'unregister') unregister(socket, spoken.channelID);
        else if (spoken.messageType === 'ack') spoken.updates.forEach(({ version, code }) => acknowledge(version, code));
        else if (spoken.messageType === 'nack') acknowledge(spoken.version, spoken.code);
      };
      socket.on('message', (data) => {
        const spoken = parseSpoken(String(data));
        if (spoken === 'ping') socket.send('{}');
        else if (spoken) hear(spoken);
        else socket.close(1008, 'not understood');
      });
    },
    findChannel: (channelId: string) => channels.get(channelId),
    isRemoved: (channelId: string) => removed.has(channelId),
    /** Sends to the browser if it is connected. */
    deliver: (message: QueuedMessage) => {
      const socket = sockets.get(message.userAgentId);
      if (socket) sendMessage(socket, message);
    },
  };
}

function parseSpoken(text: string): Spoken | 'ping' | undefined {
  if (text === '{}') return 'ping';
  try {
    return SpokenSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function sendMessage(socket: WebSocket, { version, channelId, ttlSeconds, data }: QueuedMessage): void {
  const body = data.length > 0 ? { data: data.toString('base64url'), headers: { encoding: 'aes128gcm' } } : {};
  say(socket, { messageType: 'notification', channelID: channelId, version, ttl: ttlSeconds, ...body });
}

function say(socket: WebSocket, message: object): void {
  socket.send(JSON.stringify(message));
}
