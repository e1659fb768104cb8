import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { chainStart, linkEntry, receiptOf, verifyChain } from '../../../service/src/audit/chain.ts';
import type { AuditEntry } from '../../../service/src/store/types.ts';

function chainOf(length: number, tenantId = 'tenant'): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const event = { tenantId, type: 'noted', at: sequence, technicianId: null, verificationId: null, details: { sequence } };
    entries.push(linkEntry(entries.at(-1)?.hash ?? chainStart, sequence, event));
  }
  return entries;
}

const sound = chainOf(6);
const at = (index: number): AuditEntry => sound[index]!;

test('a chain as it was written is sound, whole or from a known entry on', () => {
  expect(verifyChain(sound)).toBeUndefined();
  expect(verifyChain([])).toBeUndefined();
  expect(verifyChain(sound.slice(3), at(2))).toBeUndefined();
});

test('the hash can be computed by anybody: SHA-256 of the previous hash, a line feed and the body', () => {
  const [, second] = sound;
  expect(second?.hash).toBe(createHash('sha256').update(`${second?.previousHash}\n${second?.body}`).digest('hex'));
  expect(JSON.parse(second?.body ?? '')).toEqual({ sequence: 2, tenant: 'tenant', at: 2, type: 'noted', technicianId: null, verificationId: null, details: { sequence: 2 } });
});

describe('shows', () => {
  const edited = { ...at(2), body: at(2).body.replace('noted', 'hoted') };
  const relinked = linkEntry(at(1).hash, 3, { tenantId: 'tenant', type: 'forged', at: 3, technicianId: null, verificationId: null, details: {} });
  const lying = { ...at(2), body: at(2).body.replace('"sequence":3,"tenant"', '"sequence":9,"tenant"') };
  const rehashed = { ...lying, hash: createHash('sha256').update(`${lying.previousHash}\n${lying.body}`).digest('hex') };
  test.each<[string, AuditEntry[], number]>([
    ['an edited entry', sound.with(2, edited), 3],
    ['an edited entry with a hash of its own', sound.with(2, relinked), 4],
    ['a body that claims another place', [...sound.slice(0, 2), rehashed], 3],
    ['a deleted entry', sound.toSpliced(2, 1), 3],
    ['an inserted entry', sound.toSpliced(2, 0, at(4)), 3],
    ['two entries in the wrong order', sound.with(2, at(3)).with(3, at(2)), 3],
    ['a cut beginning', sound.slice(1), 1],
    ['another tenant\'s entry', sound.with(2, chainOf(3, 'stranger')[2]!), 3],
    ['a body that is not JSON', sound.with(0, { ...at(0), body: 'noted' }), 1],
  ])('%s', (_, entries, bad) => {
    expect(verifyChain(entries)).toBe(bad);
  });
});

test('a receipt names the entry and half of its hash', () => {
  expect(receiptOf(at(4))).toBe(`CS-5-${at(4).hash.slice(0, 32)}`);
  expect(receiptOf(at(4))).toMatch(/^CS-5-[0-9a-f]{32}$/);
});
