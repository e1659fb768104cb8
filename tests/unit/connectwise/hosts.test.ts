import { describe, expect, test } from 'vitest';
import { cloudMatches, isCloudHost, isConnectWiseUrl, matchOf, permissionOf } from '../../../utils/connectwise/hosts';
import { parseHost } from '../../../utils/connectwise/parse-host';

const cloudHosts = [
  ...['na', 'eu', 'au', 'aus', 'za', 'sandbox-na', 'sandbox-eu'].map((name) => `${name}.myconnectwise.net`),
  'staging.connectwisedev.com',
];

test.each(cloudHosts)('%s is ConnectWise’s cloud, and in the manifest', (host) => {
  expect(isCloudHost(host)).toBe(true);
  expect(isConnectWiseUrl(`https://${host}/v2025_1/ConnectWise.aspx`)).toBe(true);
  expect(cloudMatches.some((pattern) => host.endsWith(pattern.slice('https://*'.length, -'/*'.length)))).toBe(true);
});

test.each([
  'https://AU.MyConnectWise.net/',
  'https://staging.connectwisedev.com/v4_6_release/ConnectWise.aspx?routeTo=ServiceFV&recid=1',
  'https://cw.acme.example/v4_6_release/ConnectWise.aspx',
  'https://10.0.0.7:8443/V4_6_Release/services/system_io/router/openrecord.rails?recid=1',
])('%s can be ConnectWise', (url) => expect(isConnectWiseUrl(url)).toBe(true));

test.each([
  'http://na.myconnectwise.net/',
  'http://cw.acme.example/v4_6_release/ConnectWise.aspx',
  'https://cw.acme.example/',
  'https://cw.acme.example/v4_6_releases/',
  'https://cw.acme.example/x/v4_6_release/',
  'https://cw.acme.example/?/v4_6_release/',
  'https://myconnectwise.net.evil.example/',
  'https://myconnectwise.net/',
  'https://evilmyconnectwise.net/',
  'https://na.myconnectwise.net@evil.example/',
  'https://evil.example/na.myconnectwise.net',
  'https://evil.example/?https://na.myconnectwise.net',
  'javascript:alert(1)//na.myconnectwise.net',
  'not an address',
  '',
])('%s is not ConnectWise', (url) => expect(isConnectWiseUrl(url)).toBe(false));

describe('a server of one’s own', () => {
  test.each([
    ['https://cw.acme.example', 'https://cw.acme.example'],
    [' https://CW.Acme.example/ ', 'https://cw.acme.example'],
    ['https://cw.acme.example:443', 'https://cw.acme.example'],
    ['https://cw.acme.example:8443/', 'https://cw.acme.example:8443'],
    ['HTTPS://psa', 'https://psa'],
    ['https://10.0.0.7', 'https://10.0.0.7'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('%s is taken as %s', (typed, origin) => expect(parseHost(typed)).toEqual({ ok: true, origin }));

  test.each([
    ['', 'empty'],
    ['http://cw.acme.example', 'not_https'],
    ['cw.acme.example', 'not_https'],
    ['ftp://cw.acme.example', 'not_https'],
    ['javascript:alert(1)', 'not_https'],
    ['https://*.acme.example', 'wildcard'],
    ['https://*/*', 'wildcard'],
    ['https://alex:secret@cw.acme.example', 'credentials'],
    ['https://@cw.acme.example', 'credentials'],
    ['https://cw.acme.example/v4_6_release/ConnectWise.aspx', 'path'],
    ['https://cw.acme.example/?x', 'path'],
    ['https://cw.acme.example/#x', 'path'],
    ['https://', 'malformed'],
    ['https://cw acme', 'malformed'],
    ['https://[::1]', 'malformed'],
    ['https://cw_server.example', 'malformed'],
    ['https://cw.acme.example.', 'malformed'],
    ['https://na.myconnectwise.net', 'cloud'],
    ['https://staging.connectwisedev.com', 'cloud'],
    ['https://psa.acme.example', 'added'],
    ['https://psa.acme.example:8443', 'other_port'],
  ])('"%s" is refused: %s', (typed, problem) => expect(parseHost(typed, ['https://psa.acme.example'])).toEqual({ ok: false, problem }));

  test('the browser is asked for exactly that host, and the script runs below the product’s path only', () => {
    expect(permissionOf('https://cw.acme.example:8443')).toBe('https://cw.acme.example/*');
    expect(matchOf('https://cw.acme.example:8443')).toBe('https://cw.acme.example/v4_6_release/*');
  });
});
