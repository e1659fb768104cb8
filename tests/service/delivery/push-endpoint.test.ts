import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { describe, expect, test } from 'vitest';
import { checkPushEndpoint } from '../../../service/src/delivery/push/endpoint.ts';
import { isPublicAddress } from '../../../service/src/delivery/push/public-address.ts';
import { createPublicLookup } from '../../../service/src/delivery/push/public-lookup.ts';

const testOrigin = 'http://127.0.0.1:8099';
const check = (endpoint: string, origin?: string) => checkPushEndpoint(endpoint, { testOrigin: origin });

describe('an endpoint', () => {
  test.each([
    'https://fcm.googleapis.com/fcm/send/abc:def', 'https://updates.push.services.mozilla.com/wpush/v2/abc', 'https://autopush.prod.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc', 'https://api.push.apple.com/abc', 'https://wns2-par02p.notify.windows.com/w/?token=abc', 'https://FCM.googleapis.com:443/fcm/send/abc',
  ])('of a push service is taken: %s', (endpoint) => {
    expect(check(endpoint)).toBeUndefined();
  });

  test.each([
    ['unknown_push_service', 'https://evil.example/'],
    ['unknown_push_service', 'https://fcm.googleapis.com.evil.example/'],
    ['unknown_push_service', 'https://evilfcm.googleapis.com/'],
    ['unknown_push_service', 'https://notify.windows.com/'],
    ['unknown_push_service', 'https://evilpush.apple.com/'],
    ['unknown_push_service', 'https://fcm.googleapis.com./'],
    ['unknown_push_service', 'https://127.0.0.1/'],
    ['unknown_push_service', 'https://2130706433/'],
    ['unknown_push_service', 'https://[::1]/'],
    ['unknown_push_service', 'https://169.254.169.254/latest/meta-data'],
    ['unknown_push_service', 'https://localhost/'],
    ['credentials', 'https://user:password@fcm.googleapis.com/'],
    ['credentials', 'https://fcm.googleapis.com@evil.example/'],
    ['port', 'https://fcm.googleapis.com:8443/'],
    ['not_https', 'http://fcm.googleapis.com/'],
    ['not_https', 'http://127.0.0.1:8099/push/1'],
    ['not_https', 'file:///etc/passwd'],
    ['not_https', 'ftp://fcm.googleapis.com/'],
    ['not_https', 'javascript:alert(1)'],
    ['not_an_address', ''],
    ['not_an_address', 'fcm.googleapis.com'],
    ['not_an_address', `https://fcm.googleapis.com/${'a'.repeat(1000)}`],
    ['not_an_address', 'https://%00/'],
  ] as const)('%s: %s', (fault, endpoint) => {
    expect(check(endpoint)).toBe(fault);
  });

  test('of the test origin is taken where that is set, and nothing beside it', () => {
    expect(check(`${testOrigin}/push/1`, testOrigin)).toBeUndefined();
    for (const other of ['http://127.0.0.1:8098/push/1', 'http://localhost:8099/push/1', 'https://127.0.0.1:8099/push/1', 'http://user@127.0.0.1:8099/push/1']) expect(check(other, testOrigin)).toBeDefined();
  });

  test('never throws, whatever it is', () => {
    let seed = 7;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647);
    for (let round = 0; round < 1000; round += 1) {
      const text = Array.from({ length: random() % 60 }, () => String.fromCharCode(random() % 0x3000)).join('');
      expect(check(`${round % 2 ? 'https://' : ''}${text}`)).toBeDefined();
    }
  });
});

describe('an address', () => {
  test.each(['142.250.180.10', '1.1.1.1', '100.63.255.255', '172.15.0.1', '172.32.0.1', '192.0.1.1', '198.17.0.1', '223.255.255.255', '2606:4700::1111', '2a00:1450:4009:80b::200a'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    '0.0.0.0', '10.0.0.5', '100.64.0.1', '100.127.255.254', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.170', '192.0.2.1', '192.88.99.1',
    '192.168.1.1', '198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.7', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255',
    '::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12:3456::1', 'ff02::1', 'fec0::1', '::ffff:10.0.0.5', '::ffff:8.8.8.8', '::ffff:7f00:1', '::10.0.0.5', '64:ff9b::a00:5', '64:ff9b:1::1', '100::1',
    '2001::1', '2001:db8::1', '2002:a00:5::1', '3fff::1', '4000::1', 'not an address', '', '0177.0.0.1', '127.1', '2606:4700::1111%eth0',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('the lookup of a connection', () => {
  type Said = { error: string | undefined; found: unknown };
  const ask = (addresses: string[] | Error, options = {}) =>
    new Promise<Said>((resolve) => {
      const found = async (): Promise<LookupAddress[]> => {
        if (addresses instanceof Error) throw addresses;
        return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      };
      createPublicLookup(found)('fcm.googleapis.com', options, (error, address) => resolve({ error: error?.code, found: address }));
    });

  test('gives the public addresses of a name, and never another one', async () => {
    const mixed = ['10.0.0.5', '2606:4700::1111', '1.1.1.1', '::1'];
    expect(await ask(mixed, { all: true })).toEqual({ error: undefined, found: [{ address: '2606:4700::1111', family: 6 }, { address: '1.1.1.1', family: 4 }] });
    expect(await ask(mixed)).toEqual({ error: undefined, found: '2606:4700::1111' });
  });

  test.each([[['127.0.0.1']], [['10.0.0.5', '::1']], [['::ffff:10.0.0.5']], [[]]])('fails for a name that resolves to %j', async (addresses) => {
    expect(await ask(addresses, { all: true })).toEqual({ error: 'ENOTFOUND', found: [] });
  });

  test('fails as the name does', async () => {
    expect(await ask(Object.assign(new Error('no'), { code: 'EAI_AGAIN' }))).toMatchObject({ error: 'EAI_AGAIN' });
  });

  test('refuses this machine by its own name', async () => {
    const own = await new Promise<LookupAddress[]>((resolve, reject) => { lookup('localhost', { all: true }, (error, found) => (error ? reject(error) : resolve(found))); });
    expect(await ask(own.map(({ address }) => address), { all: true })).toMatchObject({ error: 'ENOTFOUND' });
  });
});
