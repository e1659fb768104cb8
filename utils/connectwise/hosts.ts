/** Where ConnectWise lives in the cloud: these addresses stand in the manifest. */
export const cloudMatches = ['https://*.myconnectwise.net/*', 'https://*.connectwisedev.com/*'];

const cloudDomains = ['.myconnectwise.net', '.connectwisedev.com'];
const onPremisePath = '/v4_6_release/';

/** True for a host below one of ConnectWise's own domains. */
export function isCloudHost(hostname: string): boolean {
  return cloudDomains.some((domain) => hostname.endsWith(domain) && hostname.length > domain.length);
}

/** True for an https address that can be ConnectWise's: in the cloud, or with the path that every server of one's own has. */
export function isConnectWiseUrl(url: string | URL): boolean {
  const parsed = parse(url);
  if (!parsed || parsed.protocol !== 'https:') return false;
  return isCloudHost(parsed.hostname) || parsed.pathname.toLowerCase().startsWith(onPremisePath);
}

/** Time entry and expenses: pages of their own that repeat a ticket's banner. */
export function isOtherModule(url: string | URL): boolean {
  return /\/timeexpensemodule\.html$/i.test(parse(url)?.pathname ?? '');
}

/**
 * What the browser is asked to allow for a server of one's own: its host, on every port. In Firefox a pattern with a port fits no page,
 * so who is read is decided by the whole origin when a message comes in.
 */
export function permissionOf(origin: string): string {
  return `https://${new URL(origin).hostname}/*`;
}

/** Where on a server of one's own the content script runs. */
export function matchOf(origin: string): string {
  return `https://${new URL(origin).hostname}${onPremisePath}*`;
}

function parse(url: string | URL): URL | undefined {
  if (typeof url !== 'string') return url;
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
