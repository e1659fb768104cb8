import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createKeySeal } from '../../../service/src/connectwise/key-seal.ts';

const key = new Uint8Array(randomBytes(32));
const owner = { tenantId: 'tenant-1', apiOrigin: 'https://api-na.myconnectwise.net' };

test('a sealed key opens for its tenant and its address, and is different each time', () => {
  const seal = createKeySeal(key);
  const [one, two] = [seal.seal(owner, 'prvPRV4567890abc'), seal.seal(owner, 'prvPRV4567890abc')];
  expect(seal.open(owner, one)).toBe('prvPRV4567890abc');
  expect(createKeySeal(key).open(owner, two)).toBe('prvPRV4567890abc');
  expect(one).not.toBe(two);
  expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain('prvPRV4567890abc');
});

test('in the row of another tenant, beside another address, with another key or changed, it does not open', () => {
  const seal = createKeySeal(key);
  const sealed = seal.seal(owner, 'prvPRV4567890abc');
  expect(seal.open({ ...owner, tenantId: 'tenant-2' }, sealed)).toBeUndefined();
  expect(seal.open({ ...owner, apiOrigin: 'https://evil.example' }, sealed)).toBeUndefined();
  expect(createKeySeal(new Uint8Array(randomBytes(32))).open(owner, sealed)).toBeUndefined();
  const bytes = Buffer.from(sealed, 'base64url');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    expect(seal.open(owner, changed.toString('base64url'))).toBeUndefined();
  }
  for (const damaged of ['', 'x', sealed.slice(0, 30)]) expect(seal.open(owner, damaged)).toBeUndefined();
});
