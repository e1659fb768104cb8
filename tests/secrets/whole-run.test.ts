import { expect, test } from 'vitest';
import type { PlaceKind, SecretKind } from '../support/secrets/record.ts';
import { readRecords, search } from '../support/secrets/search.ts';

/** Runs after all other tests, over what they recorded. */
const files = readRecords(process.env['COUNTERSIGN_SECRETS_DIR'] ?? '');
const secrets = files.flatMap((file) => file.secrets);
const places = files.flatMap((file) => file.places);
const distinct = (kind: SecretKind) => new Set(secrets.filter(({ secret }) => secret === kind).map(({ value }) => value)).size;
const size = (kind: PlaceKind) => places.filter(({ place }) => place === kind).reduce((sum, { text }) => sum + text.length, 0);

const fewestSecrets: Record<SecretKind, number> = { code: 1000, token: 100, proof: 5000, 'pairing code': 100, key: 200, password: 2, destination: 100 };
const leastText: Record<PlaceKind, number> = { log: 1_000_000, error: 100_000, export: 1_000_000, dump: 10_000_000 };

test.each(Object.entries(fewestSecrets))('%s: the run had at least %i to look for', (kind, fewest) => {
  expect(distinct(kind as SecretKind)).toBeGreaterThanOrEqual(fewest);
});

test.each(Object.entries(leastText))('%s: the run wrote at least %i characters to look in', (kind, least) => {
  expect(size(kind as PlaceKind)).toBeGreaterThanOrEqual(least);
});

test('no code, token, proof, pairing code, key, password or unmasked destination stands in a log, an error, an export or a database', () => {
  expect(search(files)).toEqual([]);
}, 120_000);
