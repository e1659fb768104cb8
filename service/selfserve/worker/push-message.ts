import type { PhoneRequest } from '#contract/phone';
import { IdSchema } from '#contract/values';
import { directionWords, titleOf } from '../words/request-words.ts';

export type Shown = { title: string; body: string; tag: string };

const general = 'request';

/** The id of the request that a push is about: all that it carries. */
export function parsePush(text: string | undefined): string | undefined {
  try {
    const payload: unknown = JSON.parse(text ?? '');
    const id = typeof payload === 'object' && payload !== null && 'r' in payload ? payload.r : undefined;
    return IdSchema.safeParse(id).data;
  } catch {
    return undefined;
  }
}

/** What the notification says. Without the service's answer it says only that somebody asks: a push may never stay silent. */
export function wordsFor(id: string | undefined, requests: readonly PhoneRequest[] | undefined, tenant: string | undefined): Shown {
  const request = requests?.find(({ terms }) => terms.verification === id);
  const tag = id ?? general;
  if (!request) return { title: `${tenant ?? 'Your help desk'} asks: is this you?`, body: 'Open to see who asks, and for what.', tag };
  const { terms, status } = request;
  const about = `${terms.technician.name}, ticket #${terms.ticket.number}, ${titleOf(terms.action)}`;
  if (status !== 'pending') return { title: `A request of ${terms.tenant.name} is over`, body: about, tag };
  return { title: `${terms.tenant.name} asks: is this you?`, body: `${directionWords(terms)}. ${about}`, tag };
}

type PushDeps = {
  listRequests(): Promise<readonly PhoneRequest[] | undefined>;
  findTenant(): Promise<string | undefined>;
  show(shown: Shown): Promise<void>;
  /** Lets open windows ask at once. */
  tellWindows(): Promise<void>;
  wait(milliseconds: number): Promise<undefined>;
};

/** How long the service is waited for before the notification says less. */
export const askMs = 3_000;

/** Shows exactly one notification for a push, whatever happens: browsers take the subscription away from an app that stays silent. */
export async function showPush(text: string | undefined, { listRequests, findTenant, show, tellWindows, wait }: PushDeps): Promise<void> {
  const telling = tellWindows().catch(() => undefined);
  const asked = Promise.all([listRequests().catch(() => undefined), findTenant().catch(() => undefined)]);
  const [requests, tenant] = (await Promise.race([asked, wait(askMs)])) ?? [undefined, undefined];
  await show(wordsFor(parsePush(text), requests, tenant));
  await telling;
}
