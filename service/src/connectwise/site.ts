import { isLoopback } from '../delivery/loopback.ts';

const cloudHost = /^(?:(?:na|eu|au|aus|za|sandbox-[a-z]+)\.myconnectwise\.net|staging\.connectwisedev\.com)$/;

/** The origin of a site, which is a host as the address bar shows it: https, http on this machine only. Undefined: it is no bare host. */
export function siteOrigin(site: string): string | undefined {
  const url = URL.parse(`https://${site}`);
  if (url?.host !== site) return undefined;
  return isLoopback(url.hostname) ? `http://${site}` : `https://${site}`;
}

/** Where the API of a site is called: the cloud on a host of its own, on-premise the same one. Undefined: says that it is the cloud, and is not. */
export function apiOriginOf(site: string, isCloud: boolean): string | undefined {
  if (cloudHost.test(site)) return `https://api-${site}`;
  const origin = siteOrigin(site);
  return isCloud && origin?.startsWith('https:') ? undefined : origin;
}

/** A site as tickets name it: without a port, of which a page's address says nothing here. */
export function hostOf({ site }: { site: string }): string {
  return site.replace(/:\d+$/, '');
}
