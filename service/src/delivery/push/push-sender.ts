import webPush from 'web-push';
import type { Log } from '../recorder.ts';
import type { Outcome, PushLetter, PushPhone, PushSender } from '../types.ts';
import { checkPushEndpoint } from './endpoint.ts';
import type { EndpointOptions } from './endpoint.ts';
import { postPush } from './post-push.ts';
import type { PushRequest } from './post-push.ts';
import { createPublicLookup, resolveBySystem } from './public-lookup.ts';
import type { Resolve } from './public-lookup.ts';
import { combineOutcomes, readPushAnswer } from './push-outcome.ts';
import type { VapidKeys } from './vapid.ts';

export type PushDeps = EndpointOptions & {
  vapid: VapidKeys;
  /** Whom a push service may write to: `mailto:` or `https:` (RFC 8292 §2.1). */
  subject: string;
  /** Forgets a subscription that is no more. */
  dropSubscription: (phone: PushPhone) => Promise<void>;
  now: () => number;
  log: Log;
  resolve?: Resolve;
  timeoutMs?: number;
};

const longestMs = 10_000;

/** Notifications by Web Push (RFC 8030), to all phones of a letter at once. */
export function createPushSender(deps: PushDeps): PushSender {
  const { testOrigin, now, log, resolve = resolveBySystem, timeoutMs = longestMs } = deps;
  const lookup = createPublicLookup(resolve);

  async function post(phone: PushPhone, letter: PushLetter): Promise<Outcome> {
    if (checkPushEndpoint(phone.endpoint, { testOrigin })) return { state: 'failed', reason: 'subscription_gone' };
    const prepared = prepare(phone, letter, deps);
    if (!prepared) return { state: 'failed', reason: 'subscription_gone' };
    const leftMs = Math.min(timeoutMs, letter.deadlineAt - now());
    if (leftMs <= 0) return { state: 'failed', reason: 'interrupted' };
    const isTest = prepared.url.origin === testOrigin;
    return readPushAnswer(await postPush({ ...prepared, timeoutMs: leftMs, lookup: isTest ? undefined : lookup }), now());
  }

  async function sendTo(phone: PushPhone, letter: PushLetter): Promise<Outcome> {
    const outcome = await post(phone, letter);
    const reason = outcome.state === 'handed_over' ? {} : { reason: outcome.reason };
    const fields = { phoneId: phone.id, messageId: letter.messageId, state: outcome.state, ...reason };
    if (outcome.state === 'handed_over') log.info(fields, 'push');
    else log.warn(fields, reason.reason === 'provider_refused_us' ? 'push: COUNTERSIGN_PUSH_CONTACT must be a mailbox or an https address of yours' : 'push');
    if (reason.reason === 'subscription_gone') await deps.dropSubscription(phone).catch(() => log.error({ phoneId: phone.id }, 'push: a subscription that is gone could not be dropped'));
    return outcome;
  }

  return async (letter) => combineOutcomes(await Promise.all(letter.phones.map((phone) => sendTo(phone, letter))));
}

/** The encrypted request for one phone (RFC 8291); undefined where its keys are none. */
function prepare({ endpoint, p256dh, auth }: PushPhone, letter: PushLetter, { vapid, subject }: PushDeps): Pick<PushRequest, 'url' | 'headers' | 'body'> | undefined {
  const url = new URL(endpoint);
  const options = { vapidDetails: { subject, ...vapid }, TTL: Math.max(1, Math.floor(letter.lifeSeconds)), urgency: 'high', topic: topicOf(letter), contentEncoding: 'aes128gcm' } as const;
  try {
    const { headers, body } = webPush.generateRequestDetails({ endpoint: url.href, keys: { p256dh, auth } }, JSON.stringify({ r: letter.verificationId }), options);
    return { url, headers: headers as PushRequest['headers'], body };
  } catch {
    return undefined;
  }
}

/** At most 32 characters of base64url (RFC 8030 §5.4). A second message about the same verification takes the first one's place. */
function topicOf({ verificationId }: PushLetter): string {
  return Buffer.from(verificationId.replaceAll('-', ''), 'hex').toString('base64url');
}
