import { createECDH, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createRequire } from 'node:module';
import { checkRequest } from '../push-service/check-request.ts';
import { checkVapid } from '../push-service/vapid.ts';
import { startHttpSink } from './http-sink.ts';

/** `hang`: never answered; `drop`: the connection is cut instead. */
export type PushAnswer = { status: number; headers?: Record<string, string>; body?: string } | 'hang' | 'drop';
export type SinkPush = { path: string; headers: IncomingHttpHeaders; bytes: Buffer; /** Whom the token names. */ subject: string; /** What the phone reads. */ text: string };

/** A browser's subscription: it alone can read what is sent to it. */
export function makeSubscription(origin: string, name: string) {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  const auth = randomBytes(16);
  return { name, pair, endpoint: `${origin}/push/${name}`, p256dh: pair.getPublicKey('base64url'), auth: auth.toString('base64url') };
}
export type TestSubscription = ReturnType<typeof makeSubscription>;

/** The library that decrypts for browsers' push (RFC 8188), which `web-push` brings. */
type Ece = { decrypt(body: Buffer, options: { version: 'aes128gcm'; privateKey: unknown; authSecret: string }): Buffer };
const ece = createRequire(createRequire(import.meta.url).resolve('web-push'))('http_ece') as Ece;

/** A push service on loopback (RFC 8030): holds each request to the rules, and decrypts it as the phone would. */
export async function startPushSink(vapidKey: string) {
  const pushes: SinkPush[] = [];
  const violations: string[] = [];
  const answers = new Map<string, PushAnswer>();
  const subscriptions = new Map<string, TestSubscription>();
  let requests = 0;

  const sink = await startHttpSink((request, _, response, bytes) => {
    requests += 1;
    const path = request.url ?? '';
    const subscription = subscriptions.get(path.replace('/push/', ''));
    if (!subscription) return void response.writeHead(404).end();
    const answer = answers.get(subscription.name) ?? { status: 201, headers: { location: `${path}/1` } };
    void readPush(request.headers, bytes, subscription, sink.origin, vapidKey).then(
      (read) => pushes.push({ path, headers: request.headers, bytes, ...read }),
      (error: unknown) => violations.push(String(error)),
    ).then(() => {
      if (answer === 'hang') return;
      if (answer === 'drop') return void request.socket.destroy();
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });

  return {
    ...sink,
    pushes,
    violations,
    requests: () => requests,
    /** What this phone's requests are answered with from now on. */
    answer: (name: string, answer: PushAnswer) => void answers.set(name, answer),
    subscribe(name: string): TestSubscription {
      const subscription = makeSubscription(sink.origin, name);
      subscriptions.set(name, subscription);
      return subscription;
    },
  };
}
export type PushSink = Awaited<ReturnType<typeof startPushSink>>;

/** Throws where the request is not what a push service takes. */
async function readPush(headers: IncomingHttpHeaders, bytes: Buffer, { pair, auth }: TestSubscription, origin: string, vapidKey: string): Promise<Pick<SinkPush, 'subject' | 'text'>> {
  checkRequest(headers, bytes);
  const subject = await checkVapid(headers.authorization, { audience: origin, key: vapidKey, now: Date.now() });
  return { subject, text: ece.decrypt(bytes, { version: 'aes128gcm', privateKey: pair, authSecret: auth }).toString('utf8') };
}
