import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEmailSink } from '../../../service/src/audit/sinks/email-sink.ts';
import { createFileSink } from '../../../service/src/audit/sinks/file-sink.ts';
import { createSyslogSink } from '../../../service/src/audit/sinks/syslog-sink.ts';
import { createSigner, openStatement } from '../../../service/src/audit/statements.ts';
import type { Store } from '../../../service/src/store/store.ts';
import type { Statement } from '../../../service/src/store/types.ts';
import { createTestClock } from '../../support/service.ts';
import { startSmtpSink } from '../../support/sinks/smtp-sink.ts';
import type { SmtpSink } from '../../support/sinks/smtp-sink.ts';
import { createStoreSource } from '../../support/store-source.ts';
import type { StoreSource } from '../../support/store-source.ts';

const signer = await createSigner(new Uint8Array(32).fill(7));
const checkpointOf = (tenantId: string, sequence: number) => signer.sign({ kind: 'checkpoint', tenantId, sequence, hash: 'a'.repeat(64), at: 1_700_000_000_000 });
const checkpoint = await checkpointOf('tenant', 7);

/** The statement that somebody finds in `text`, if it is whole and signed. */
async function found(text: string) {
  const opened = await openStatement(/eyJ[\w.-]+/.exec(text)?.[0] ?? '', signer.publicKeys);
  return opened.ok ? opened.claim : undefined;
}

const { signed: _, ...claim } = checkpoint;

describe('the file', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-sink-'));
    path = join(folder, 'checkpoints.jsonl');
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('gets a line for each checkpoint and is its owner\'s alone', async () => {
    const sink = createFileSink(path);
    expect([await sink.write(checkpoint), await sink.write(await checkpointOf('tenant', 8))]).toEqual([true, true]);
    const lines = (await readFile(path, 'utf8')).split('\n');
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[0] ?? '')).toEqual({ tenant: 'tenant', sequence: 7, at: '2023-11-14T22:13:20.000Z', signed: checkpoint.signed });
    expect(await found(lines[1] ?? '')).toMatchObject({ sequence: 8 });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('that a crash cut off in the middle of a line loses that line only', async () => {
    await writeFile(path, '{"tenant":"te');
    await createFileSink(path).write(checkpoint);
    const lines = (await readFile(path, 'utf8')).split('\n');
    expect([lines[0], await found(lines[1] ?? '')]).toEqual(['{"tenant":"te', claim]);
  });

  test('that cannot be written is an error', async () => {
    await expect(createFileSink(join(folder, 'none', 'checkpoints.jsonl')).write(checkpoint)).rejects.toThrow('ENOENT');
  });
});

describe('syslog', () => {
  const message = /^<109>1 2023-11-14T22:13:20\.000Z [\x21-\x7e]+ countersign - CHECKPOINT - \{"tenant":"tenant","sequence":7,.*\}$/;

  test('by UDP gets one datagram of RFC 5424, small enough for any network', async () => {
    const server = createSocket('udp4').bind(0, '127.0.0.1');
    await once(server, 'listening');
    const received = once(server, 'message') as Promise<[Buffer]>;
    expect(await createSyslogSink({ protocol: 'udp', host: '127.0.0.1', port: server.address().port }).write(checkpoint)).toBe(true);
    const [datagram] = await received;
    expect(String(datagram)).toMatch(message);
    expect(await found(String(datagram))).toEqual(claim);
    expect(datagram.length).toBeLessThan(1180);
    server.close();
  });

  async function listen(server: Server): Promise<number> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  test('by TCP gets the message behind its length', async () => {
    const received: Buffer[] = [];
    const server = createServer((socket) => socket.on('data', (chunk) => received.push(chunk)));
    const port = await listen(server);
    expect(await createSyslogSink({ protocol: 'tcp', host: '127.0.0.1', port }).write(checkpoint)).toBe(true);
    const [, length = '', text = ''] = /^(\d+) ([^]*)$/.exec(Buffer.concat(received).toString()) ?? [];
    expect(text).toMatch(message);
    expect(Number(length)).toBe(Buffer.byteLength(text));
    server.close();
  });

  test('that is away or breaks off is an error', async () => {
    const server = createServer((socket) => socket.resetAndDestroy());
    const port = await listen(server);
    const sink = createSyslogSink({ protocol: 'tcp', host: '127.0.0.1', port });
    await expect(sink.write(checkpoint)).rejects.toThrow('ECONNRESET');
    server.close();
    await once(server, 'close');
    await expect(sink.write(checkpoint)).rejects.toThrow('ECONNREFUSED');
  });

  test.each(['udp', 'tcp'] as const)('by %s to a name that there is not is an error', async (protocol) => {
    await expect(createSyslogSink({ protocol, host: 'syslog.invalid', port: 514 }).write(checkpoint)).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/);
  });
});

describe('e-mail', () => {
  let source: StoreSource;
  let store: Store;
  let smtp: SmtpSink;
  let newest: (sequence: number) => Promise<Statement>;
  const clock = createTestClock();
  const createSink = () => createEmailSink({ smtp: { url: smtp.url, insecure: true, from: 'Harbor <audit@harbor.example>' }, address: 'auditor@harbor.example', store, now: clock.now });
  beforeEach(async () => {
    source = await createStoreSource();
    store = await source.open();
    smtp = await startSmtpSink();
    const { id } = await store.addTenant('Harbor IT');
    newest = (sequence) => checkpointOf(id, sequence);
  });
  afterEach(async () => {
    expect(smtp.violations).toEqual([]);
    await smtp.close();
    await store.close();
    await source.remove();
  });

  test('tells the auditor the tenant, the entry, and the statement in one piece', async () => {
    const one = await newest(7);
    expect(await createSink().write(one)).toBe(true);
    const [mail] = smtp.messages;
    expect(mail).toMatchObject({ to: 'auditor@harbor.example', from: '"Harbor" <audit@harbor.example>', subject: 'Audit checkpoint of Harbor IT: entry 7' });
    expect(mail?.text).toContain('up to entry 7 as of 2023-11-14T22:13:20.000Z');
    expect(await found(mail?.text ?? '')).toMatchObject({ tenantId: one.tenantId, sequence: 7 });
  });

  test.each([
    ['removal', 'Audit removal of Harbor IT: entry 7', 'the removal of the old entries of the audit log of Harbor IT up to entry 7 at 2023-11-14T22:13:20.000Z'],
    ['restored', 'Audit restore of Harbor IT: entry 7', 'the restore at 2023-11-14T22:13:20.000Z of a backup of the audit log of Harbor IT that ends with entry 7'],
  ] as const)('tells a %s at once, whatever left that day', async (kind, subject, said) => {
    const sink = createSink();
    const one = await newest(7);
    expect(await sink.write(one)).toBe(true);
    const { signed: _signed, ...about } = one;
    expect(await sink.write(await signer.sign({ ...about, kind }))).toBe(true);
    expect(smtp.messages[1]?.subject).toBe(subject);
    expect(smtp.messages[1]?.text).toContain(said);
    expect(await found(smtp.messages[1]?.text ?? '')).toMatchObject({ kind, sequence: 7 });
  });

  test('goes out once in 24 hours for a tenant, whichever process asks', async () => {
    const [sink, other] = [createSink(), createSink()];
    expect([await sink.write(await newest(1)), await sink.write(await newest(2)), await other.write(await newest(2))]).toEqual([true, false, false]);
    clock.advance(24 * 60 * 60);
    expect([await other.write(await newest(3)), await sink.write(await newest(3))]).toEqual([true, false]);
    expect(smtp.messages.map(({ subject }) => subject.at(-1))).toEqual(['1', '3']);
  });

  test('that the server did not take is an error without the address, and goes out later the same day', async () => {
    const sink = createSink();
    smtp.setBehaviour('temp-fail');
    const error = await Promise.resolve(sink.write(await newest(1))).catch((reason: unknown) => reason as Error);
    expect(error).toMatchObject({ message: 'The mail server did not take the checkpoint.', code: 'busy' });
    smtp.setBehaviour('accept');
    expect([await sink.write(await newest(2)), await sink.write(await newest(3))]).toEqual([true, false]);
    expect(smtp.messages.map(({ subject }) => subject.at(-1))).toEqual(['2']);
  });
});
