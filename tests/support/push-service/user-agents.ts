import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { Channels } from './channels.ts';
import type { MessageQueue, QueuedMessage } from './message-queue.ts';
import { parseSpoken, type Spoken } from './spoken.ts';

export type UserAgents = ReturnType<typeof createUserAgents>;
type Options = { channels: Channels; queue: MessageQueue; onAcknowledge: (version: string, code: number | undefined) => void };

/** The browsers that are connected. */
export function createUserAgents({ channels, queue, onAcknowledge }: Options) {
  const connections = createConnections();
  const acknowledge = (version: string, code: number | undefined) => {
    queue.remove(version);
    onAcknowledge(version, code);
  };
  const hear = (socket: WebSocket, userAgentId: string, spoken: Spoken) => {
    if (spoken.messageType === 'ack') return spoken.updates.forEach(({ version, code }) => acknowledge(version, code));
    if (spoken.messageType === 'nack') return acknowledge(spoken.version, spoken.code);
    if (spoken.messageType === 'register') {
      const pushEndpoint = channels.add({ channelId: spoken.channelID, userAgentId, key: spoken.key });
      say(socket, { messageType: 'register', channelID: spoken.channelID, status: 200, pushEndpoint });
    } else if (spoken.messageType === 'unregister') {
      channels.remove(spoken.channelID);
      queue.removeChannel(spoken.channelID);
      say(socket, { messageType: 'unregister', channelID: spoken.channelID, status: 200 });
    }
  };
  return {
    /** Speaks with one browser until its socket closes. */
    attach: (socket: WebSocket) => {
      let userAgentId: string | undefined;
      socket.on('message', (data) => {
        const spoken = parseSpoken(String(data));
        if (spoken === 'ping') return socket.send('{}');
        if (!spoken) return socket.close(1008, 'not understood');
        if (spoken.messageType !== 'hello') return userAgentId ? hear(socket, userAgentId, spoken) : socket.close(1008, 'hello comes first');
        userAgentId = connections.greet(socket, spoken.uaid);
        queue.waiting(userAgentId).forEach((message) => sendMessage(socket, message));
      });
    },
    /** Sends to the browser if it is connected. */
    deliver: (message: QueuedMessage) => {
      const socket = connections.find(message.userAgentId);
      if (socket) sendMessage(socket, message);
    },
  };
}

function createConnections() {
  const sockets = new Map<string, WebSocket>();
  const known = new Set<string>();
  return {
    find: (userAgentId: string) => sockets.get(userAgentId),
    /** Answers who the browser is: a browser that hears another id than its own drops its subscriptions. */
    greet: (socket: WebSocket, asked: string | undefined): string => {
      const userAgentId = asked && known.has(asked) ? asked : randomUUID().replaceAll('-', '');
      known.add(userAgentId);
      sockets.set(userAgentId, socket);
      socket.on('close', () => sockets.get(userAgentId) === socket && sockets.delete(userAgentId));
      say(socket, { messageType: 'hello', uaid: userAgentId, status: 200, use_webpush: true, broadcasts: {} });
      return userAgentId;
    },
  };
}

function sendMessage(socket: WebSocket, { version, channelId, ttlSeconds, data }: QueuedMessage): void {
  const body = data.length > 0 ? { data: data.toString('base64url'), headers: { encoding: 'aes128gcm' } } : {};
  say(socket, { messageType: 'notification', channelID: channelId, version, ttl: ttlSeconds, ...body });
}

function say(socket: WebSocket, message: object): void {
  socket.send(JSON.stringify(message));
}
