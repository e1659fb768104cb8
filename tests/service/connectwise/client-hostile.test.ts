import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { problemWords } from '../../../service/src/connectwise/words.ts';
import type { TicketRecord } from '../../../service/src/connectwise/types.ts';
import { testCredentials } from '../../support/connectwise-api/connectwise-api.ts';
import { answerJson, startHttpSink } from '../../support/sinks/http-sink.ts';
import { closeLater, connectionTo, createClient } from './house.ts';

const ticket: TicketRecord = { id: 7, kind: 'service', company: null, contactId: null, copiedName: null, copiedEmail: null };
const contact = { id: 501, firstName: 'Jo', communicationItems: [{ value: 'jo@acme.example', communicationType: 'Email' }, { value: '+12025550199', communicationType: 'Phone' }] };

/** A server that answers everything as `answer` does. `elsewhere` counts what reaches another one. */
async function startHostile(answer: (response: ServerResponse, elsewhere: string) => void) {
  let strayed = 0;
  const elsewhere = await startHttpSink((_, __, response) => {
    strayed += 1;
    answerJson(response, 200, contact);
  });
  closeLater(elsewhere.close);
  const sink = await startHttpSink((_, __, response) => answer(response, elsewhere.origin));
  closeLater(sink.close);
  return { sink, strayed: () => strayed };
}

type Hostile = [name: string, answer: (response: ServerResponse, elsewhere: string) => void, problem: string, note: 'in doubt' | 'not there' | 'there'];
const hostile: Hostile[] = [
  ['sends elsewhere', (response, elsewhere) => response.writeHead(302, { location: `${elsewhere}/` }).end(), 'site_wrong', 'not there'],
  ['sends elsewhere and asks to repeat the request there', (response, elsewhere) => response.writeHead(307, { location: `${elsewhere}/` }).end(), 'site_wrong', 'not there'],
  ['answers ten megabytes', (response) => response.writeHead(200).end(`${JSON.stringify(contact)}${' '.repeat(10_000_000)}`), 'site_wrong', 'in doubt'],
  ['answers a page', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Sign in</body></html>'), 'site_wrong', 'in doubt'],
  ['answers that a page is missing', (response) => response.writeHead(404).end('<html>Not found</html>'), 'site_wrong', 'not there'],
  ['never ends', (response) => void endless(response), 'unreachable', 'in doubt'],
  ['ends at once', (response) => void response.destroy(), 'unreachable', 'in doubt'],
  ['answers nothing', (response) => response.writeHead(200).end(), 'site_wrong', 'in doubt'],
  ['answers null', (response) => answerJson(response, 200, null), 'site_wrong', 'in doubt'],
  ['answers other types', (response) => answerJson(response, 200, { id: '501', communicationItems: 'none', company: [] }), 'site_wrong', 'in doubt'],
  ['answers a name without end', (response) => answerJson(response, 200, { ...contact, firstName: 'x'.repeat(5_000) }), 'site_wrong', 'there'],
  ['answers another record', (response) => answerJson(response, 200, { ...contact, id: 502 }), 'site_wrong', 'there'],
  ['answers half of it', (response) => response.writeHead(200, { 'content-length': '900' }).write('{"id":501', () => response.destroy()), 'unreachable', 'in doubt'],
];

/** Only who never answers is given up soon: on a busy machine the others may take their time. */
const patience = (problem: string) => (problem === 'unreachable' ? 400 : 10_000);

describe('a server that', () => {
  test.each(hostile)('%s is a problem with a name, and nothing is asked elsewhere', async (_, answer, problem) => {
    const { sink, strayed } = await startHostile(answer);
    const { connectwise, lines } = await createClient({ timeoutMs: patience(problem) });
    const connection = connectionTo(sink.origin);
    expect(await connectwise.readContact(connection, 501, 'caller')).toEqual({ ok: false, problem });
    expect(await connectwise.searchContacts(connection, { companyId: 19, text: 'jo@acme.example', limit: 5 })).toMatchObject({ ok: false, problem });
    expect(await connectwise.listContacts(connection, { afterId: 0, changedAfter: null, size: 1000 })).toMatchObject({ ok: false, problem });
    expect(await connectwise.discover(connection.site, 'northwind')).toMatchObject({ ok: false, problem });
    expect(strayed()).toBe(0);
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expectNoSecret(lines.join(''));
  });

  test.each(hostile)('%s: of a note we know as much as can be known', async (_, answer, problem, note) => {
    const { sink } = await startHostile(answer);
    const { connectwise, lines } = await createClient({ timeoutMs: patience(problem) });
    const added = await connectwise.addNote(connectionTo(sink.origin), ticket, 'Verified by a text message to +1•••0199.');
    expect(added.ok ? 'there' : added.maybeDone ? 'in doubt' : 'not there').toBe(note);
    expectNoSecret(lines.join(''));
  });

  test('asks to wait for thirty years is asked again in an hour', async () => {
    const { sink } = await startHostile((response) => response.writeHead(429, { 'retry-after': '946080000' }).end());
    const { connectwise } = await createClient();
    expect(await connectwise.readContact(connectionTo(sink.origin), 501, 'caller')).toEqual({ ok: false, problem: 'busy', retryAfterSeconds: 3600 });
  });

  test.each(['a', '-5', '999999999999', '', 'Wed, 01 Jan 1975 00:00:00 GMT'])('asks to wait for "%s" is busy all the same', async (retryAfter) => {
    const { sink } = await startHostile((response) => response.writeHead(429, { 'retry-after': retryAfter }).end());
    const { connectwise } = await createClient();
    expect(await connectwise.readContact(connectionTo(sink.origin), 501, 'caller')).toEqual({ ok: false, problem: 'busy' });
  });

  test('repeats the same page for ever keeps nobody reading, and is not taken for one that has no more', async () => {
    const { sink } = await startHostile((response) => answerJson(response, 200, [contact]));
    const { connectwise } = await createClient();
    expect(await connectwise.listContacts(connectionTo(sink.origin), { afterId: 501, changedAfter: null, size: 1000 })).toEqual({ ok: false, problem: 'site_wrong' });
    expect(await connectwise.listContacts(connectionTo(sink.origin), { afterId: 500, changedAfter: null, size: 1000 })).toMatchObject({ ok: true, value: [{ id: 501 }] });
  });
});

test('for every problem there is a sentence, with what to do next', () => {
  for (const words of Object.values(problemWords)) expect(words).toMatch(/^[A-Z].*\. [A-Z].*\.$/);
});

function expectNoSecret(log: string): void {
  const { privateKey, publicKey, companyId, clientId } = testCredentials;
  const secrets = [privateKey, publicKey, companyId, clientId, Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString('base64'), 'jo@', 'acme', '+1', '•0199', 'conditions', '127.0.0.1'];
  for (const secret of secrets) expect(log).not.toContain(secret);
}

/** A byte now and then: no pause is long enough for a watch over silence. */
function endless(response: ServerResponse): void {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
}
