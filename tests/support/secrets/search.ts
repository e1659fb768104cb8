import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PlaceLine, SecretKind, SecretLine } from './record.ts';

/** What the tests of one file recorded. */
export type Records = { secrets: SecretLine[]; places: PlaceLine[] };
export type Finding = { secret: SecretKind; place: string; name: string };

/** The directory is where addresses stand, a notice that was not sent yet must know where to, a policy whom to alert, and a proposal what it proposes. Nothing else may have them. */
const homesOfDestinations = new Set(['dump accounts', 'dump technicians', 'dump notices', 'dump policies', 'dump proposals']);
/** What a day cost, in millionths of a currency: six digits more often than not. */
const homesOfSums = new Set(['dump daily_sends']);

/** Long secrets are known by this many of their last characters: of a token that is its signature, which no other has. */
const needleLength = 16;
const longRun = /[\w+/=.~-]{16,}/g;
const address = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const phoneNumber = /(?<![\w.-])\+?\d{10,15}(?![\w-])/g;
const pairingCode = /(?<![\w-])[0-9A-Z]{5}-?[0-9A-Z]{5}(?![\w-])/gi;
/** Six digits that stand alone: not a part of a longer number, an id, a hash or a fraction. */
const sixDigits = /(?<![\w.+-])\d{6}(?![\w-]|\.\d)/g;

export function readRecords(folder: string): Records[] {
  return readdirSync(folder).map((file) => {
    const lines = readFileSync(path.join(folder, file), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as SecretLine | PlaceLine);
    return { secrets: lines.filter((line) => 'secret' in line), places: lines.filter((line) => 'place' in line) };
  });
}

/**
 * Every secret that stands in a place where it must not. Codes are looked for in the places of their own test file only:
 * there are just a million of them, and over a whole run one would stand in a stranger's number by chance.
 */
export function search(files: readonly Records[]): Finding[] {
  const all = indexSecrets(files.flatMap(({ secrets }) => secrets));
  return files.flatMap(({ secrets, places }) => {
    const codes = new Set(secrets.filter(({ secret }) => secret === 'code').map(({ value }) => value));
    return places.flatMap((place) => searchPlace(place, all, codes));
  });
}

type Index = { needles: Map<string, SecretKind>; numbers: Set<string>; pairingCodes: Set<string> };

function indexSecrets(secrets: readonly SecretLine[]): Index {
  const numbers = secrets.filter(({ secret, value }) => secret === 'destination' && !value.includes('@'));
  const long = secrets.filter(({ secret }) => !['destination', 'pairing code', 'code'].includes(secret));
  for (const { secret, value } of long) if (value.length < needleLength) throw new Error(`A ${secret} of ${value.length} characters is too short to be looked for.`);
  return {
    needles: new Map(long.map(({ secret, value }) => [value.slice(-needleLength), secret])),
    numbers: new Set(numbers.map(({ value }) => value.slice(-10))),
    pairingCodes: new Set(secrets.filter(({ secret }) => secret === 'pairing code').map(({ value }) => plainPairingCode(value))),
  };
}

const plainPairingCode = (text: string) => text.toUpperCase().replaceAll('-', '');

function searchPlace({ place, name, text }: PlaceLine, index: Index, codes: ReadonlySet<string>): Finding[] {
  const some = (pattern: RegExp, isSecret: (found: string) => boolean) => text.match(pattern)?.some(isSecret) ?? false;
  const found = new Set(longSecretsIn(text, index.needles));
  if (!homesOfSums.has(`${place} ${name}`) && some(sixDigits, (digits) => codes.has(digits))) found.add('code');
  if (some(pairingCode, (code) => index.pairingCodes.has(plainPairingCode(code)))) found.add('pairing code');
  // An address is told by its form, so that also one that no test remembered is found; a number could be any number.
  const hasDestination = some(address, () => true) || some(phoneNumber, (one) => index.numbers.has(one.slice(-10)));
  if (hasDestination && !homesOfDestinations.has(`${place} ${name}`)) found.add('destination');
  return [...found].map((secret) => ({ secret, place, name }));
}

function longSecretsIn(text: string, needles: Index['needles']): SecretKind[] {
  const found: SecretKind[] = [];
  for (const [run] of text.matchAll(longRun)) {
    for (let at = 0; at + needleLength <= run.length; at += 1) {
      const kind = needles.get(run.slice(at, at + needleLength));
      if (kind) found.push(kind);
    }
  }
  return found;
}
