import { LinkTokenSchema } from '#contract/phone';

/** What the address asks for. Secrets come in the fragment, which no server sees. */
export const linkPurposes = ['remove', 'lost', 'not-you'] as const;
export type LinkPurpose = (typeof linkPurposes)[number];
export type Entry =
  | { kind: 'home' }
  | { kind: 'phones' }
  | { kind: 'add_phone' }
  | { kind: 'notifications' }
  | { kind: 'lost' }
  | { kind: 'join'; token: string }
  | { kind: 'link'; purpose: LinkPurpose; token: string }
  | { kind: 'broken_link' };

const pages = new Map<string, Entry>([
  ['phones', { kind: 'phones' }],
  ['add-phone', { kind: 'add_phone' }],
  ['notifications', { kind: 'notifications' }],
  ['lost', { kind: 'lost' }],
]);

/** Reads an address's fragment, `#` included. What nobody knows leads home. */
export function parseEntry(hash: string): Entry {
  const [name = '', ...rest] = hash.replace(/^#/, '').split('=');
  if (rest.length === 0) return pages.get(name) ?? { kind: 'home' };
  const token = LinkTokenSchema.safeParse(rest.join('='));
  const purpose = linkPurposes.find((each) => each === name);
  if (name !== 'join' && !purpose) return { kind: 'home' };
  if (!token.success) return { kind: 'broken_link' };
  return purpose ? { kind: 'link', purpose, token: token.data } : { kind: 'join', token: token.data };
}

/** The token of an invitation in a pasted text, which may be the link, or a message with the link in it. */
export function findInvitation(text: string): string | undefined {
  const token = /#join=([\w-]+)/.exec(text)?.[1];
  return token !== undefined && LinkTokenSchema.safeParse(token).success ? token : undefined;
}
