import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Channel, Channels } from './channels.ts';
import { checkRequest } from './check-request.ts';
import type { MessageQueue } from './message-queue.ts';
import { Refusal } from './refusal.ts';
import type { UserAgents } from './user-agents.ts';
import { checkVapid } from './vapid.ts';

/** What becomes of a request that is right. `lose` answers 201 and delivers nothing; `retryAfter` is the header as it is sent. */
export type PushBehaviour = 'accept' | 'lose' | 'hang' | 'redirect' | { status: 404 | 410 | 413 | 429 | 500; retryAfter?: string };

/** One request to the endpoint. Its body is encrypted for the browser, and is not kept. */
export type PushRequest = {
  path: string;
  headers: IncomingHttpHeaders;
  sizeBytes: number;
  /** The VAPID subject, once the token was found right. */
  subject?: string;
  /** The status of the answer; undefined while there is none. */
  status?: number;
  /** Why it was refused. */
  reason?: string;
  /** Names the message towards the browser. */
  version?: string;
  /** What the browser said of the message: 100 delivered, 101 not decrypted, 102 not handled. */
  acknowledged?: number | undefined;
};

export type EndpointDeps = {
  origin: string;
  channels: Channels;
  queue: MessageQueue;
  userAgents: UserAgents;
  requests: PushRequest[];
  nextBehaviour: () => PushBehaviour;
  /** Unix time in milliseconds. */
  now: () => number;
};
type Answer = { status: number; headers?: Record<string, string> } | 'none';

/** The push endpoint (RFC 8030): refuses what is wrong, otherwise does as it was told to behave. */
export function createEndpoint(deps: EndpointDeps) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request).catch(() => undefined);
    if (!body) return; // the sender went away
    const record: PushRequest = { path: request.url ?? '', headers: request.headers, sizeBytes: body.length };
    deps.requests.push(record);
    const answer = await take(deps, request, body, record).catch((error: unknown): Answer => {
      if (!(error instanceof Refusal)) throw error;
      record.reason = error.message;
      return { status: error.status };
    });
    if (answer === 'none') return;
    record.status = answer.status;
    response.writeHead(answer.status, answer.headers).end(record.reason);
  };
}

async function take(deps: EndpointDeps, request: IncomingMessage, body: Buffer, record: PushRequest): Promise<Answer> {
  const channel = findChannel(deps, request);
  const { ttlSeconds, topic } = checkRequest(request.headers, body);
  record.subject = await checkVapid(request.headers.authorization, { audience: deps.origin, key: channel.key, now: deps.now() });
  const behaviour = deps.nextBehaviour();
  if (behaviour === 'hang') return 'none';
  if (behaviour === 'redirect') return { status: 307, headers: { location: `${deps.origin}/elsewhere` } };
  if (typeof behaviour === 'object') return { status: behaviour.status, ...(behaviour.retryAfter ? { headers: { 'retry-after': behaviour.retryAfter } } : {}) };
  const version = (record.version = randomUUID());
  if (behaviour === 'accept') {
    const message = { version, channelId: channel.channelId, userAgentId: channel.userAgentId, topic, ttlSeconds, expiresAt: deps.now() + ttlSeconds * 1000, data: body };
    deps.queue.add(message);
    deps.userAgents.deliver(message);
  }
  return { status: 201, headers: { location: `${deps.origin}/m/${version}`, ttl: String(ttlSeconds) } };
}

/** RFC 8030, section 7.3: 404 for a subscription that never was, 410 for one that is gone. */
function findChannel({ channels }: EndpointDeps, { method, url }: IncomingMessage): Channel {
  const channelId = /^\/wpush\/v2\/([\w-]+)$/.exec(url ?? '')?.[1];
  const channel = method === 'POST' && channelId ? channels.find(channelId) : undefined;
  if (channel) return channel;
  throw channelId && channels.isRemoved(channelId) ? new Refusal(410, 'the subscription is gone') : new Refusal(404, 'no such subscription');
}
