/** Where ConnectWise lives in the cloud. `/v4_6_release/` on other hosts is on-premise and not covered. */
export const connectWiseMatches = ['https://*.myconnectwise.net/*', 'https://*.connectwisedev.com/*'];

const domains = ['.myconnectwise.net', '.connectwisedev.com'];

/** True for an https address on a host below one of ConnectWise's own domains. */
export function isConnectWiseUrl(url: string | URL): boolean {
  const parsed = parse(url);
  if (!parsed || parsed.protocol !== 'https:') return false;
  return domains.some((domain) => parsed.hostname.endsWith(domain) && parsed.hostname.length > domain.length);
}

/** Time entry and expenses: pages of their own that repeat a ticket's banner. */
export function isOtherModule(url: string | URL): boolean {
  return /\/timeexpensemodule\.html$/i.test(parse(url)?.pathname ?? '');
}

function parse(url: string | URL): URL | undefined {
  if (typeof url !== 'string') return url;
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
