import type { LinkTokens } from '../lib/link-tokens.ts';

/** The link of an invitation. Its secret stands in the fragment, which browsers send to nobody. */
export function joinLink({ origin, links }: { origin: () => string; links: Pick<LinkTokens, 'make'> }, invitationId: string): string {
  return `${origin()}/p/#join=${links.make('join', invitationId)}`;
}
