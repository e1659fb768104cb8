import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { createChannels } from './channels.ts';
import { createEndpoint, type PushBehaviour, type PushRequest } from './endpoint.ts';
import { createMessageQueue } from './message-queue.ts';
import { createUserAgents } from './user-agents.ts';

export type PushService = Awaited<ReturnType<typeof startPushService>>;
export type PushServiceOptions = {
  port?: number;
  /** Answers Unix time in milliseconds; it decides when a token has expired and when a waiting message is dropped. */
  now?: () => number;
};

/** A push service on a loopback port: Firefox connects to `serverUrl`, application servers post to the endpoints that it hands out. */
export async function startPushService({ port = 0, now = Date.now }: PushServiceOptions = {}) {
  const requests: PushRequest[] = [];
  const behaviour = createBehaviour();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin = `http://${address}`;

  const channels = createChannels(origin);
  const queue = createMessageQueue(now);
  const onAcknowledge = (version: string, code: number | undefined) => {
    const request = requests.find((each) => each.version === version);
    if (request) request.acknowledged = code;
  };
  const userAgents = createUserAgents({ channels, queue, onAcknowledge });
  server.on('request', createEndpoint({ origin, channels, queue, userAgents, requests, nextBehaviour: behaviour.next, now }));
  const sockets = acceptSockets(server, userAgents.attach);
  return {
    origin,
    /** Firefox's `dom.push.serverURL`. */
    serverUrl: `ws://${address}/`,
    /** Every request to the endpoints, right or wrong, oldest first. */
    requests,
    /** What becomes of the next `times` requests that are right. */
    setBehaviour: behaviour.set,
    /** Takes the network away from the browsers, or gives it back. The endpoints answer on. */
    setReachable: sockets.setReachable,
    close: () =>
      new Promise<void>((resolve) => {
        sockets.setReachable(false);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createBehaviour() {
  let current: PushBehaviour = 'accept';
  let left = 0;
  return {
    set: (behaviour: PushBehaviour, times = Infinity) => {
      current = behaviour;
      left = times;
    },
    next: (): PushBehaviour => (left-- > 0 ? current : 'accept'),
  };
}

function acceptSockets(server: Server, attach: (socket: WebSocket) => void) {
  const protocol = 'push-notification';
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => offered.has(protocol) && protocol });
  let isReachable = true;
  server.on('upgrade', (request, socket, head) => {
    if (isReachable) sockets.handleUpgrade(request, socket, head, attach);
    else socket.destroy();
  });
  return {
    setReachable: (reachable: boolean) => {
      isReachable = reachable;
      if (!reachable) sockets.clients.forEach((socket) => socket.terminate());
    },
  };
}
