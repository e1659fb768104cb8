import { situationOf } from '#contract/lifecycle';
import type { Verification } from '#contract/verification';
import type { Method } from '#contract/words';
import { goingOnOf } from '../utils/workflow/doubts';
import type { Flow } from '../utils/workflow/state';
import type { TabView } from '../utils/workflow/snapshot';
import { busyTitle, maybeNotSent } from './delivery-words';
import type { Tone } from './heading';
import { isWithoutPod, type Scene } from './scene';
import { wordsOf } from './trouble-words';
import { accessWords, addressWords, noPodWords, screenWords } from './words';

/** `done`: what stands with a check mark above the title. */
export type Headline = { title: string; tone: Tone; done?: string };

/** The heading of a scene: what is going on, in a few words. */
export function headlineOf({ flow, noAccess, view, typed }: Scene, now: number): Headline {
  if (flow && (flow.name === 'live' || flow.name === 'ended' || flow.name === 'sending' || flow.name === 'send_lost')) return ofFlow(flow, now);
  if (noAccess) return { title: accessWords[noAccess].what, tone: noAccess === 'starting' ? 'waiting' : 'plain' };
  if (flow) return ofFlow(flow, now);
  return typed ? lookingUp : ofView(view);
}

function ofView(view: TabView): Headline {
  switch (view.kind) {
    case 'unknown':
      return { title: screenWords.no_banner.what, tone: 'plain' };
    case 'not_ticket':
      return { title: screenWords[view.why].what, tone: view.why === 'no_banner' || view.why === 'other_screen' ? 'plain' : 'warning' };
    case 'incomplete':
      return { title: isWithoutPod(view) ? noPodWords.what : 'The ticket is incomplete', tone: 'warning' };
    case 'bad_address':
      return { title: addressWords[view.problem].what, tone: 'warning' };
    case 'settling':
      return { title: 'Reading the ticket…', tone: 'waiting' };
    case 'ticket':
      return lookingUp;
  }
}

const lookingUp: Headline = { title: 'Looking up the contact…', tone: 'waiting' };

function ofFlow(flow: Flow, now: number): Headline {
  switch (flow.name) {
    case 'looking_up':
      return lookingUp;
    case 'not_found':
      return notFound(flow);
    case 'ready':
      return ready(flow, now);
    case 'sending':
      return { title: flow.step === 'reading_page' ? 'Checking the ticket once more…' : sending(flow.request.method), tone: 'waiting' };
    case 'send_lost':
      return { title: maybeNotSent, tone: 'warning' };
    case 'live':
      return live(flow);
    case 'ended':
      return ended(flow);
  }
}

/** What stands between the technician and SEND, if anything does. */
function ready(flow: Extract<Flow, { name: 'ready' }>, now: number): Headline {
  const goingOn = goingOnOf(flow, now);
  const isDoubted = flow.options.doubts.length > 0;
  if (goingOn.stage === 'open') return isDoubted ? doubted : verify;
  const { stage, whose, exception } = goingOn;
  if (stage === 'asked' && whose === 'theirs') return { title: `${exception.askedBy} wants to go on`, tone: 'warning' };
  if (stage === 'confirmed' && whose === 'mine') return { ...verify, done: `${exception.secondBy} confirmed going on` };
  if (stage === 'asked') return { title: 'Waiting for a second technician', tone: 'waiting' };
  return isDoubted ? doubted : verify;
}

const verify: Headline = { title: 'Verify the caller', tone: 'plain' };
const doubted: Headline = { title: 'This contact is in doubt', tone: 'bad' };

function notFound({ trouble, about }: Extract<Flow, { name: 'not_found' }>): Headline {
  if (trouble.doubts?.length && trouble.code !== 'customer_ambiguous') return doubted;
  const address = 'contact' in about && !about.caller ? about.contact.email : 'this contact';
  if (trouble.code === 'account_not_found') return { title: `No account for ${address}`, tone: 'warning' };
  if (trouble.code === 'customer_ambiguous') return { title: 'Which customer?', tone: 'warning' };
  if (trouble.code === 'company_mismatch') return { title: 'The companies differ', tone: 'bad' };
  return { title: wordsOf(trouble).what, tone: 'warning' };
}

function live({ received }: Extract<Flow, { name: 'live' }>): Headline {
  const { yours, technician, delivery, method } = received.verification;
  if (!yours) return { title: `${technician} is verifying`, tone: 'waiting' };
  if (situationOf(received.verification).isPush) return push(received.verification);
  if (delivery.state === 'queued' || delivery.state === 'sending') return { title: delivery.reason === 'busy' ? busyTitle : sending(method), tone: 'waiting' };
  return { title: 'Ask the caller to read their code', tone: 'plain' };
}

/** The phone decides first; where a code is compared, the title stays and gets a check mark above it. */
function push({ answeredAt, delivery }: Verification): Headline {
  if (answeredAt !== null) return { title: 'Waiting for approval', tone: 'plain', done: 'Approved on the phone. Ask the caller to read their code.' };
  return { title: delivery.state === 'queued' && delivery.reason === 'busy' ? busyTitle : 'Waiting for approval', tone: 'waiting' };
}

function sending(method: Method): string {
  return method === 'push' ? 'Sending the request…' : 'Sending the code…';
}

function ended({ received, revoked }: Extract<Flow, { name: 'ended' }>): Headline {
  if (revoked) return { title: 'This success no longer counts', tone: 'bad' };
  switch (received.verification.status) {
    case 'approved':
      return { title: 'User Identity Successfully Verified', tone: 'good' };
    case 'denied':
      return { title: 'Unable to Verify Identity', tone: 'bad' };
    case 'expired':
      return { title: 'Verification Timed Out', tone: 'warning' };
    case 'failed':
      return { title: received.verification.method === 'push' ? 'The push did not arrive' : 'The code did not arrive', tone: 'bad' };
    default:
      return { title: 'Verification cancelled', tone: 'plain' };
  }
}
