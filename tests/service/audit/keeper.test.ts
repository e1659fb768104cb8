import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKeeper } from '../../../service/src/audit/keeper.ts';
import type { Sink } from '../../../service/src/audit/sinks/sink.ts';
import { readConfig } from '../../../service/src/config.ts';
import { createLog } from '../../../service/src/lib/log.ts';
import { startService } from '../../../service/src/main.ts';
import { addGauges } from '../../../service/src/metrics/gauges.ts';
import type { Statement } from '../../../service/src/store/types.ts';
import { freePort } from '../../support/browsers/ports.ts';
import { createRecorder } from '../../support/service.ts';
import { startSmtpSink } from '../../support/sinks/smtp-sink.ts';
import { createAuditHouse, overwrite, rewrite } from './house.ts';
import type { House } from './house.ts';

let house: House;
beforeEach(async () => { house = await createAuditHouse(); });
afterEach(() => house.remove());

/** A sink that keeps what it gets, and does as told. */
function createTestSink(name: Sink['name'] = 'syslog') {
  const written: Statement[] = [];
  const state = { answer: true as boolean | 'fail' };
  const write = async (checkpoint: Statement) => {
    if (state.answer === 'fail') throw Object.assign(new Error('auditor@harbor.example is away'), { code: 'EHOSTUNREACH' });
    if (state.answer) written.push(checkpoint);
    return state.answer;
  };
  return { name, write, written, state, sequences: () => written.map(({ sequence }) => sequence) };
}

function keeperWith(...sinks: Sink[]) {
  const log = createLog({ write: (line) => void house.logLines.push(line) });
  return createKeeper({ store: house.store, signer: house.signer, sinks, file: house.config.checkpoints.file, now: house.clock.now, log, everyMs: 5 });
}

describe('a round', () => {
  test('signs the newest entry of every tenant whose log moved, and of no other', async () => {
    const second = await house.store.addTenant('Second');
    await house.store.appendAudit(second.id, { type: 'noted', at: 1, technicianId: null, verificationId: null, details: {} });
    await house.note(3);
    expect((await house.checkpoint()).signed.map(({ sequence }) => sequence).toSorted()).toEqual([1, 3]);
    expect(await house.checkpoint()).toEqual({ signed: [], broken: [], failedSinks: [] });
    await house.note(1);
    const { signed } = await house.checkpoint();
    const [, head] = [...(await house.entries())].slice(-2);
    expect(signed).toMatchObject([{ kind: 'checkpoint', tenantId: house.tenant.id, sequence: 4, hash: head?.hash, at: house.clock.now() }]);
    expect((await house.store.listStatements(house.tenant.id, 9)).map(({ sequence }) => sequence)).toEqual([3, 4]);
  });

  test('of a service that starts again signs nothing anew, and writes the newest out again: it may not have arrived', async () => {
    await house.note(2);
    await house.checkpoint();
    const sink = createTestSink();
    expect((await keeperWith(sink).round()).signed).toEqual([]);
    expect(sink.sequences()).toEqual([2]);
  });

  test.each<[string, (house: House) => Promise<void>]>([
    ['rewritten', async ({ tamper, entries }) => tamper(async (run) => overwrite(run, rewrite(await entries(), 2)))],
    ['cut', ({ tamper }) => tamper((run) => run('DELETE FROM audit WHERE sequence >= 3'))],
    ['cut and grown again', async ({ tamper, note }) => {
      await tamper((run) => run('DELETE FROM audit WHERE sequence >= 3'));
      await note(3);
    }],
    ['emptied', ({ tamper }) => tamper((run) => run('DELETE FROM audit'))],
  ])('never signs a log that was %s since the last one: it says so in the log', async (_, attack) => {
    await house.note(4);
    await house.checkpoint();
    await attack(house);
    expect(await house.checkpoint()).toMatchObject({ signed: [], broken: [house.tenant.id] });
    expect(house.logLines.join()).toContain('the audit log does not go on from its last checkpoint: run audit verify');
    expect(await house.cli('audit', 'checkpoint')).toMatchObject({ exit: 1, err: 'The audit log does not go on from its last checkpoint: run audit verify. Nothing was signed for it.' });
  });

  test('does not sign a log that was cut back to an older checkpoint either, with the newer ones deleted', async () => {
    await house.note(2);
    await house.checkpoint();
    await house.note(2);
    await house.checkpoint();
    await house.tamper(async (run) => {
      await run('DELETE FROM audit WHERE sequence > 2');
      await run('DELETE FROM statements WHERE sequence > 2');
    });
    await house.note(1);
    expect(await house.checkpoint()).toMatchObject({ signed: [], broken: [house.tenant.id] });
  });

  test('goes on after another process removed old entries, beyond what this one had seen', async () => {
    await house.note(2, { at: 1 });
    await house.checkpoint();
    await house.note(2, { at: 1 });
    expect((await house.cli('audit', 'retain')).exit).toBe(0);
    await house.note(1);
    expect(await house.checkpoint()).toMatchObject({ broken: [], signed: [{ sequence: 6 }] });
  });
});

describe('a sink that fails', () => {
  test('is named in the log without an address, holds up no other, and gets the newest one later', async () => {
    const [bad, good] = [createTestSink('email'), createTestSink('syslog')];
    const keeper = keeperWith(bad, good);
    bad.state.answer = 'fail';
    await house.note(1);
    expect((await keeper.round()).failedSinks).toEqual(['email']);
    expect(house.logLines.join()).toMatch(/"sink":"email".*EHOSTUNREACH.*a checkpoint could not be written outside the database/);
    expect(house.logLines.join()).not.toContain('auditor@');
    await house.note(1);
    await keeper.round();
    bad.state.answer = true;
    expect((await keeper.round()).failedSinks).toEqual([]);
    expect([bad.sequences(), good.sequences()]).toEqual([[2], [1, 2]]);
  });

  test('or wants to be asked later is asked again, and when each took one is known', async () => {
    const sink = createTestSink();
    const keeper = keeperWith(sink);
    sink.state.answer = false;
    await house.note(1);
    await keeper.round();
    expect(keeper.writtenAt().get('syslog')).toBeUndefined();
    sink.state.answer = true;
    house.clock.advance(60);
    await keeper.round();
    expect(keeper.writtenAt()).toEqual(new Map([['syslog', house.clock.now()]]));
  });

  test('shows in the metrics: when each place outside last took a checkpoint', async () => {
    const registry = new Registry();
    addGauges(registry, { store: house.store, keeper: house.keeper, readiness: { findMissing: async () => [] }, now: house.clock.now, monotonic: () => 0 });
    await house.note(1);
    await house.checkpoint();
    expect(await registry.metrics()).toContain(`countersign_checkpoint_written_timestamp_seconds{sink="file"} ${house.clock.now() / 1000}\n`);
  });

  test('is what audit checkpoint says, with exit code 1', async () => {
    const port = await freePort();
    const strict = await createAuditHouse({ COUNTERSIGN_CHECKPOINT_SYSLOG: `tcp://127.0.0.1:${port}` });
    await strict.note(1);
    expect(await strict.cli('audit', 'checkpoint')).toMatchObject({ exit: 1, err: 'The checkpoint was made, but could not be written to: syslog. The service tries again every minute.' });
    const server = createServer((socket) => socket.resume()).listen(port, '127.0.0.1');
    await once(server, 'listening');
    await strict.note(1);
    expect(await strict.cli('audit', 'checkpoint')).toMatchObject({ exit: 0, out: 'Harbor IT: entry 2 is vouched for.' });
    expect(await strict.cli('audit', 'checkpoint')).toMatchObject({ exit: 0, out: 'Nothing is new since the last checkpoint.' });
    server.close();
    await strict.remove();
  });
});

test('the day\'s e-mail is the service\'s: a command at its side does not use it up', async () => {
  const smtp = await startSmtpSink();
  const env = { COUNTERSIGN_SMTP_URL: smtp.url, COUNTERSIGN_SMTP_INSECURE: '1', COUNTERSIGN_MAIL_FROM: 'audit@harbor.example', COUNTERSIGN_CHECKPOINT_EMAIL: 'auditor@harbor.example' };
  const mailing = await createAuditHouse(env);
  await mailing.note(1);
  expect((await mailing.cli('audit', 'checkpoint')).exit).toBe(0);
  expect(smtp.messages).toEqual([]);
  await mailing.note(1);
  await mailing.checkpoint();
  expect(smtp.messages.map(({ to, subject }) => `${to}: ${subject}`)).toEqual(['auditor@harbor.example: Audit checkpoint of Harbor IT: entry 2']);
  await smtp.close();
  await mailing.remove();
});

test('rounds come by themselves, and one more at the stop', async () => {
  const sink = createTestSink();
  const keeper = keeperWith(sink);
  keeper.start();
  await house.note(1);
  await expect.poll(() => sink.sequences(), { timeout: 5_000 }).toEqual([1]);
  await keeper.stop();
  const stopped = keeperWith(sink);
  await house.note(1);
  await stopped.stop();
  expect(sink.sequences()).toEqual([1, 2]);
});

test('a service that is stopped has vouched for all it wrote, and keeps its public key beside the database', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-stop-'));
  const config = readConfig({ COUNTERSIGN_DATA: folder, COUNTERSIGN_PORT: '0' });
  const service = await startService(config, { senders: createRecorder().senders, log: createLog({ write: () => undefined }) });
  const { id } = await service.store.addTenant('Harbor IT');
  await service.store.appendAudit(id, { type: 'noted', at: 1, technicianId: null, verificationId: null, details: {} });
  await service.stop();
  expect(JSON.parse(await readFile(join(folder, 'checkpoints.jsonl'), 'utf8'))).toMatchObject({ tenant: id, sequence: 1 });
  expect(await readFile(join(folder, 'checkpoint.public.pem'), 'utf8')).toMatch(/^-----BEGIN PUBLIC KEY-----\n[^-]+\n-----END PUBLIC KEY-----\n$/);
  await rm(folder, { recursive: true });
});
