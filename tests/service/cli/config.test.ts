import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../../service/src/config.ts';
import { loadKey, makeDataFolder } from '../../../service/src/lib/keys.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const smtp = { COUNTERSIGN_SMTP_URL: 'smtps://user:hunter2@mail.example:465', COUNTERSIGN_MAIL_FROM: 'Harbor IT <verify@harbor.example>' };
const twilio = { COUNTERSIGN_TWILIO_ACCOUNT_SID: 'AC1', COUNTERSIGN_TWILIO_AUTH_TOKEN: 'hunter2', COUNTERSIGN_TWILIO_FROM: '+15005550006' };
const gateway = { COUNTERSIGN_SMS_GATEWAY_URL: 'https://sms.example/send', COUNTERSIGN_SMS_GATEWAY_TOKEN: 'hunter2' };

test('an empty environment gives the defaults: loopback, port 8787, no delivery', () => {
  const expected = { host: '127.0.0.1', port: 8787, dataFolder: './data', codeKey: undefined, tokenKey: undefined, checkpointKey: undefined, vapidKey: undefined, checkpoints: { file: 'data/checkpoints.jsonl' }, selfserveFolder: expect.stringMatching(/\.output.selfserve$/), publicOrigin: undefined, stopSeconds: 20, delivery: {}, push: { subject: undefined, testOrigin: undefined } };
  expect(readConfig({})).toEqual(expected);
  expect(readConfig({ COUNTERSIGN_PORT: '', COUNTERSIGN_SMTP_URL: ' ' })).toEqual(expected);
});

test('everything that is set is read', () => {
  const config = readConfig({ ...smtp, ...twilio, COUNTERSIGN_CODE_KEY: key, COUNTERSIGN_PUBLIC_ORIGIN: 'https://verify.harbor.example', COUNTERSIGN_PORT: '80' });
  expect(config).toMatchObject({ port: 80, publicOrigin: 'https://verify.harbor.example', codeKey: new Uint8Array(32).fill(7) });
  expect(readConfig({ COUNTERSIGN_METRICS_PORT: '9100', COUNTERSIGN_STOP_SECONDS: '60' })).toMatchObject({ metrics: { host: '127.0.0.1', port: 9100 }, stopSeconds: 60 });
  expect(config.delivery).toEqual({
    smtp: { url: smtp.COUNTERSIGN_SMTP_URL, insecure: false, from: smtp.COUNTERSIGN_MAIL_FROM },
    twilio: { accountSid: 'AC1', authToken: 'hunter2', from: '+15005550006', apiOrigin: 'https://api.twilio.com', callbackOrigin: 'https://verify.harbor.example' },
  });
  expect(readConfig(gateway).delivery).toEqual({ gateway: { url: 'https://sms.example/send', token: 'hunter2' } });
});

test('push services are told whom to write to: a contact, else the public origin', () => {
  const subject = (env: Record<string, string>) => readConfig(env).push.subject;
  expect(subject({ COUNTERSIGN_PUSH_CONTACT: 'help@harbor.example', COUNTERSIGN_PUBLIC_ORIGIN: 'https://verify.harbor.example' })).toBe('mailto:help@harbor.example');
  expect(subject({ COUNTERSIGN_PUSH_CONTACT: 'mailto:help@harbor.example' })).toBe('mailto:help@harbor.example');
  expect(subject({ COUNTERSIGN_PUSH_CONTACT: 'https://harbor.example/contact' })).toBe('https://harbor.example/contact');
  expect(subject({ COUNTERSIGN_PUBLIC_ORIGIN: 'https://verify.harbor.example' })).toBe('https://verify.harbor.example');
  expect(subject({ COUNTERSIGN_PUBLIC_ORIGIN: 'http://localhost:8787' })).toBeUndefined();
  expect(readConfig({ COUNTERSIGN_VAPID_KEY: key, COUNTERSIGN_PUSH_TEST_ORIGIN: 'http://127.0.0.1:8099' })).toMatchObject({ vapidKey: new Uint8Array(32).fill(7), push: { testOrigin: 'http://127.0.0.1:8099' } });
});

test('checkpoints go to a file in any case, to syslog and by e-mail where that is set', () => {
  const env = { ...smtp, COUNTERSIGN_DATA: '/srv/data', COUNTERSIGN_CHECKPOINT_SYSLOG: 'tcp://log.example', COUNTERSIGN_CHECKPOINT_EMAIL: 'auditor@harbor.example' };
  expect(readConfig(env).checkpoints).toEqual({ file: '/srv/data/checkpoints.jsonl', syslog: { protocol: 'tcp', host: 'log.example', port: 601 }, email: 'auditor@harbor.example' });
  const other = { COUNTERSIGN_CHECKPOINT_FILE: '/mnt/worm/cs.jsonl', COUNTERSIGN_CHECKPOINT_SYSLOG: 'udp://[::1]:5514' };
  expect(readConfig(other).checkpoints).toEqual({ file: '/mnt/worm/cs.jsonl', syslog: { protocol: 'udp', host: '::1', port: 5514 } });
});

test.each([
  ['COUNTERSIGN_PORT', { COUNTERSIGN_PORT: 'hunter2' }],
  ['COUNTERSIGN_CHECKPOINT_KEY', { COUNTERSIGN_CHECKPOINT_KEY: 'hunter2' }],
  ['COUNTERSIGN_CHECKPOINT_SYSLOG', { COUNTERSIGN_CHECKPOINT_SYSLOG: 'https://hunter2.example' }],
  ['COUNTERSIGN_CHECKPOINT_SYSLOG', { COUNTERSIGN_CHECKPOINT_SYSLOG: 'udp://' }],
  ['COUNTERSIGN_CHECKPOINT_EMAIL', { ...smtp, COUNTERSIGN_CHECKPOINT_EMAIL: 'hunter2' }],
  ['COUNTERSIGN_SMTP_URL', { COUNTERSIGN_CHECKPOINT_EMAIL: 'hunter2@harbor.example' }],
  ['COUNTERSIGN_PORT', { COUNTERSIGN_PORT: '65536' }],
  ['COUNTERSIGN_METRICS_PORT', { COUNTERSIGN_METRICS_PORT: 'hunter2' }],
  ['COUNTERSIGN_STOP_SECONDS', { COUNTERSIGN_STOP_SECONDS: '0' }],
  ['COUNTERSIGN_STOP_SECONDS', { COUNTERSIGN_STOP_SECONDS: 'hunter2' }],
  ['COUNTERSIGN_CODE_KEY', { COUNTERSIGN_CODE_KEY: 'hunter2' }],
  ['COUNTERSIGN_TOKEN_KEY', { COUNTERSIGN_TOKEN_KEY: Buffer.alloc(31).toString('base64') }],
  ['COUNTERSIGN_VAPID_KEY', { COUNTERSIGN_VAPID_KEY: 'hunter2' }],
  ['COUNTERSIGN_PUSH_CONTACT', { COUNTERSIGN_PUSH_CONTACT: 'hunter2' }],
  ['COUNTERSIGN_PUSH_CONTACT', { COUNTERSIGN_PUSH_CONTACT: 'https://localhost/hunter2' }],
  ['COUNTERSIGN_PUSH_CONTACT', { COUNTERSIGN_PUSH_CONTACT: 'http://hunter2.example' }],
  ['COUNTERSIGN_PUSH_TEST_ORIGIN', { COUNTERSIGN_PUSH_TEST_ORIGIN: 'http://hunter2.example' }],
  ['COUNTERSIGN_PUSH_TEST_ORIGIN', { COUNTERSIGN_PUSH_TEST_ORIGIN: 'https://127.0.0.1:8099' }],
  ['COUNTERSIGN_PUSH_TEST_ORIGIN', { COUNTERSIGN_PUSH_TEST_ORIGIN: 'http://127.0.0.1:8099/hunter2' }],
  ['COUNTERSIGN_PUBLIC_ORIGIN', { COUNTERSIGN_PUBLIC_ORIGIN: 'https://verify.example/hunter2' }],
  ['COUNTERSIGN_PUBLIC_ORIGIN', { COUNTERSIGN_PUBLIC_ORIGIN: 'http://hunter2.example' }],
  ['COUNTERSIGN_SMTP_URL', { ...smtp, COUNTERSIGN_SMTP_URL: 'https://hunter2.example' }],
  ['COUNTERSIGN_MAIL_FROM', { COUNTERSIGN_SMTP_URL: smtp.COUNTERSIGN_SMTP_URL }],
  ['COUNTERSIGN_SMTP_INSECURE', { ...smtp, COUNTERSIGN_SMTP_INSECURE: '1' }],
  ['COUNTERSIGN_SMTP_INSECURE', { ...smtp, COUNTERSIGN_SMTP_INSECURE: 'hunter2' }],
  ['COUNTERSIGN_TWILIO_AUTH_TOKEN', { ...twilio, COUNTERSIGN_TWILIO_AUTH_TOKEN: '' }],
  ['COUNTERSIGN_TWILIO_FROM', { ...twilio, COUNTERSIGN_TWILIO_FROM: '' }],
  ['COUNTERSIGN_TWILIO_API_ORIGIN', { ...twilio, COUNTERSIGN_TWILIO_API_ORIGIN: 'http://hunter2.example' }],
  ['COUNTERSIGN_SMS_GATEWAY_URL', { ...gateway, COUNTERSIGN_SMS_GATEWAY_URL: 'http://hunter2.example' }],
  ['COUNTERSIGN_SMS_GATEWAY_TOKEN', { ...gateway, COUNTERSIGN_SMS_GATEWAY_TOKEN: '' }],
  ['COUNTERSIGN_SMS_GATEWAY_URL', { ...gateway, ...twilio }],
])('%s that is wrong or missing is named, and no value is repeated', (name, env) => {
  const refuse = () => readConfig(env);
  expect(refuse).toThrow(new RegExp(`^${name}\\b.*\\.$`));
  expect(refuse).not.toThrow(/hunter2/);
});

test('insecure mail is for this machine only', () => {
  for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
    expect(readConfig({ ...smtp, COUNTERSIGN_SMTP_URL: `smtp://${host}:1025`, COUNTERSIGN_SMTP_INSECURE: '1' }).delivery.smtp?.insecure).toBe(true);
  }
});

describe('keys', () => {
  let folder: string;
  beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'countersign-keys-')); });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('are made once, in files that only their owner can read', async () => {
    const inside = join(folder, 'data');
    await makeDataFolder(inside);
    const made = await loadKey(inside, 'code', undefined);
    expect(made).toHaveLength(32);
    expect(await loadKey(inside, 'code', undefined)).toEqual(made);
    expect(await loadKey(inside, 'token', undefined)).not.toEqual(made);
    expect((await stat(join(inside, 'code.key'))).mode & 0o777).toBe(0o600);
    expect((await stat(inside)).mode & 0o777).toBe(0o700);
  });

  test('two first starts at once agree on one, and leave no draft behind', async () => {
    const keys = await Promise.all([1, 2, 3, 4].map(() => loadKey(folder, 'code', undefined)));
    for (const other of keys) expect(other).toEqual(keys[0]);
    expect(await readdir(folder)).toEqual(['code.key']);
  });

  test('come from the environment where they stand there, and then no file is made', async () => {
    const given = new Uint8Array(randomBytes(32));
    expect(await loadKey(folder, 'code', given)).toBe(given);
    expect(await readdir(folder)).toEqual([]);
  });

  test('that are damaged are refused, not replaced', async () => {
    await writeFile(join(folder, 'code.key'), 'short\n');
    await expect(loadKey(folder, 'code', undefined)).rejects.toThrow('The code key in the data folder is damaged');
  });
});
