/** Why a push subscription's endpoint is not taken. */
export type EndpointFault = 'not_an_address' | 'not_https' | 'credentials' | 'port' | 'unknown_push_service';
export type EndpointOptions = {
  /** One loopback origin that is taken as well, for development and tests. */
  testOrigin: string | undefined;
};

/** The push services of Chrome, Firefox, Safari and Edge. Other Chromium browsers use Chrome's. */
const hosts = new Set(['fcm.googleapis.com', 'web.push.apple.com']);
const domains = ['.push.services.mozilla.com', '.push.apple.com', '.notify.windows.com'];
const longestEndpoint = 1000;

/**
 * Why nothing may be posted to `endpoint`, or undefined where it may: it is whatever a browser says, and would otherwise have
 * this service send requests anywhere (RFC 8030 §8; OWASP: server-side request forgery). Used when a phone subscribes and
 * again when something is sent.
 */
export function checkPushEndpoint(endpoint: string, { testOrigin }: EndpointOptions): EndpointFault | undefined {
  const url = endpoint.length <= longestEndpoint ? URL.parse(endpoint) : null;
  if (!url) return 'not_an_address';
  if (url.username !== '' || url.password !== '') return 'credentials';
  if (testOrigin !== undefined && url.origin === testOrigin) return undefined;
  if (url.protocol !== 'https:') return 'not_https';
  if (url.port !== '') return 'port';
  return isPushService(url.hostname) ? undefined : 'unknown_push_service';
}

function isPushService(host: string): boolean {
  return hosts.has(host) || domains.some((domain) => host.endsWith(domain));
}
