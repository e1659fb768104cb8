import { situationOf } from '#contract/lifecycle';
import type { Verification } from '#contract/verification';
import type { Method } from '#contract/words';
import type { Flow } from '../utils/workflow/state';
import type { TabView } from '../utils/workflow/snapshot';
import { busyTitle, maybeNotSent } from './delivery-words';
import type { Tone } from './heading';
import { isWithoutPod, type Scene } from './scene';
import { wordsFor } from './trouble-words';
import { accessWords, addressWords, noPodWords, screenWords } from './words';

/** `done`: what stands with a check mark above the title. */
export type Headline = { title: string; tone: Tone; done?: string };

/** The heading of a scene: what is going on, in a few words. */
export function headlineOf({ flow, noAccess, view }: Scene): Headline {
  if (flow && (flow.name === 'live' || flow.name === 'ended' || flow.name === 'sending' || flow.name === 'send_lost')) return ofFlow(flow);
  if (noAccess) return { title: accessWords[noAccess].what, tone: noAccess === 'starting' ? 'waiting' : 'plain' };
  return flow ? ofFlow(flow) : ofView(view);
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
      return { title: 'Looking up the contact…', tone: 'waiting' };
  }
}

function ofFlow(flow: Flow): Headline {
  switch (flow.name) {
    case 'looking_up':
      return { title: 'Looking up the contact…', tone: 'waiting' };
    case 'not_found':
      return notFound(flow);
    case 'ready':
      return { title: 'Verify the caller', tone: 'plain' };
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

function notFound({ trouble, contact }: Extract<Flow, { name: 'not_found' }>): Headline {
  if (trouble.code === 'account_not_found') return { title: `No account for ${contact.email}`, tone: 'warning' };
  if (trouble.code === 'customer_ambiguous') return { title: 'Which customer?', tone: 'warning' };
  if (trouble.code === 'company_mismatch') return { title: 'The companies differ', tone: 'bad' };
  return { title: wordsFor(trouble.code).what, tone: 'warning' };
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
