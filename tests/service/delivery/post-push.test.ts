import { createServer } from 'node:https';
import type { AddressInfo, LookupFunction } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { postPush } from '../../../service/src/delivery/push/post-push.ts';
import { makeSelfSigned } from '../../support/sinks/self-signed.ts';

const host = 'fcm.googleapis.com';
const known = getCACertificates('default');
let server: ReturnType<typeof createServer>;
let cert: string;
const requests: { host: string | undefined; body: string }[] = [];
beforeEach(async () => {
  const made = makeSelfSigned({ dns: [host] });
  cert = made.cert;
  requests.length = 0;
  server = createServer(made, (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => { body += chunk; });
    request.on('end', () => {
      requests.push({ host: request.headers.host, body });
      response.writeHead(201).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  setDefaultCACertificates(known);
  await new Promise((resolve) => server.close(resolve));
});

/** To this machine under a push service's name. */
function post(name = host) {
  const { port } = server.address() as AddressInfo;
  const asked: string[] = [];
  const lookup: LookupFunction = (wanted, { all }, callback) => {
    asked.push(wanted);
    if (all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
    else callback(null, '127.0.0.1', 4);
  };
  const answer = postPush({ url: new URL(`https://${name}:${port}/fcm/send/1`), headers: { TTL: 60 }, body: Buffer.from('sealed'), timeoutMs: 3000, lookup });
  return { answer, asked };
}

test('a push service is spoken to by TLS, under its own name, at the address that the lookup gave', async () => {
  setDefaultCACertificates([...known, cert]);
  const { answer, asked } = post();
  expect(await answer).toEqual({ status: 201, retryAfter: undefined });
  expect(asked).toEqual([host]);
  expect(requests).toMatchObject([{ host: expect.stringContaining(host), body: 'sealed' }]);
});

test('whoever cannot prove to be the push service gets nothing', async () => {
  expect(await post().answer).toEqual({ failure: 'unreachable' });
  setDefaultCACertificates([...known, cert]);
  expect(await post('web.push.apple.com').answer).toEqual({ failure: 'unreachable' });
  expect(requests).toEqual([]);
});
