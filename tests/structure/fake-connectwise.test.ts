import https from 'node:https';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packFragment, unpackFragment } from '../support/connectwise/fragment.ts';
import { type FakeConnectWise, startConnectWise } from '../support/connectwise/server.ts';

let connectwise: FakeConnectWise;
beforeAll(async () => void (connectwise = await startConnectWise({ build: 'v2024_1' })));
afterAll(() => connectwise.close());

const state = { pid: 1, p: 'ServiceTicket', s: { p: { recid: 1_234_567 } }, rnd: 42 };

test('the fragment of an address holds a state in ConnectWise’s own packing', () => {
  expect(packFragment(state)).toMatch(/^XQAAC[A-Za-z0-9$_=]+\?\?ServiceTicket$/);
  expect(unpackFragment(packFragment(state))).toEqual(state);
});

test.each([
  ['na.myconnectwise.net', '/v2020_3/ConnectWise.aspx', 'GE0S-T1C'],
  ['eu.myconnectwise.net', '/v2025_1/connectwise.ASPX', 'GMDB3DUB'],
  ['staging.connectwisedev.com', '/v2022_1/timeexpensemodule.html', 'GKV5JQ3D'],
  ['cw.acme-msp.example', '/v4_6_release/ConnectWise.aspx', 'GH7RW2KD'],
])('https://%s%s is a page of its build', async (host, path, prefix) => {
  const { status, text } = await get(host, path);
  expect(status).toBe(200);
  expect(text).toContain(`"build":"${buildOf(text, prefix)}"`);
});

test.each([
  ['na.myconnectwise.net', '/v4_6_release/services/system_io/Service/fv_sr100_request.rails?service_recid=5', '/v2024_1/Connectwise.aspx?routeTo=ServiceFV&recid=5'],
  ['na.myconnectwise.net', '/v4_6_release/services/system_io/router/openrecord.rails?recordType=ServiceFv&recid=5', '/v2024_1/Connectwise.aspx?routeTo=ServiceFV&recid=5'],
  ['na.myconnectwise.net', '/v4_6_release/ConnectWise.aspx?routeTo=ServiceFV&recid=5', '/v2024_1/Connectwise.aspx?routeTo=ServiceFV&recid=5'],
  ['cw.acme-msp.example', '/v4_6_release/services/system_io/router/openrecord.rails?recid=5', '/v4_6_release/ConnectWise.aspx?routeTo=ServiceFV&recid=5'],
])('https://%s%s leads to the ticket', async (host, path, to) => {
  expect(await get(host, path)).toMatchObject({ status: 302, location: to });
});

test.each([
  ['na.myconnectwise.net', '/v2031_9/ConnectWise.aspx'],
  ['na.myconnectwise.net', '/favicon.ico'],
  ['cw.acme-msp.example', '/v2025_1/ConnectWise.aspx'],
])('https://%s%s does not exist', async (host, path) => {
  expect(await get(host, path)).toMatchObject({ status: 404 });
});

/** The build in the page's own data that has this prefix in the page's own table. */
function buildOf(text: string, prefix: string): string | undefined {
  return new RegExp(`(v20\\d\\d_\\d): \\{\\s*prefix: "${prefix}"`).exec(text)?.[1];
}

function get(host: string, path: string): Promise<{ status: number | undefined; location: string | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: connectwise.port, servername: host, path, headers: { host }, rejectUnauthorized: false };
    https.get(options, async (response) => {
      const text = (await response.setEncoding('utf8').toArray()).join('');
      resolve({ status: response.statusCode, location: response.headers.location, text });
    }).on('error', reject);
  });
}
