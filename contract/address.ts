import * as z from 'zod/mini';

/** Why a text is not one bare e-mail address. */
export const addressProblems = ['empty', 'too_long', 'hidden_characters', 'several', 'display_name', 'look_alike', 'not_an_address'] as const;
export type AddressProblem = (typeof addressProblems)[number];

export type ParsedAddress = { ok: true; address: string } | { ok: false; problem: AddressProblem };

/** ConnectWise keeps 250 characters, SMTP 254 (RFC 5321 §4.5.3.1.3). */
const longest = 250;
const white = new Set([' ', '\t', '\r', '\n']);
/** Also blanks that are not plain: a copied address often ends with one. */
const hidden = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0\p{Variation_Selector}]/u;
const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u, /\p{Script=Cherokee}/u];
/** A dot-atom and a domain of at least two labels (RFC 5321 §4.1.2), letters of any script (RFC 6531). Stricter than zod's patterns for both. */
const localPart = /^(?!\.)(?!.*\.\.)[\p{L}\p{N}\p{M}.!#$%&'*+/=?^_`{|}~-]{1,64}(?<!\.)$/u;
const domain = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?\.)+\p{L}[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}]$/u;

/**
 * One bare address from free text: trimmed, lower-cased, otherwise exactly as written. Anything else is refused with the
 * reason, never mended: a guess here sends a code to a stranger.
 */
export function parseAddress(text: string): ParsedAddress {
  const address = trim(text);
  const problem = findProblem(address);
  return problem ? { ok: false, problem } : { ok: true, address: address.toLowerCase() };
}

/** Only plain white space: `String.trim` would also take hidden characters away. A loop, since a pattern for the end takes quadratic time. */
function trim(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && white.has(text.charAt(start))) start += 1;
  while (end > start && white.has(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function findProblem(address: string): AddressProblem | undefined {
  if (address === '') return 'empty';
  if (address.length > longest) return 'too_long';
  if (hidden.test(address)) return 'hidden_characters';
  if (/[,;]/.test(address) || address.split('@').length > 2) return 'several';
  if (/[<>"()]/.test(address)) return 'display_name';
  if (isLookAlike(address)) return 'look_alike';
  const [local = '', host = ''] = address.split('@');
  return localPart.test(local) && domain.test(host) ? undefined : 'not_an_address';
}

/** Letters of two scripts in one address, or characters that only look like others (Unicode TR 36, TR 39). */
function isLookAlike(address: string): boolean {
  if (address.normalize('NFKC') !== address) return true;
  const letters = [...address].filter((character) => /\p{L}/u.test(character));
  const known = scripts.filter((script) => letters.some((letter) => script.test(letter))).length;
  const other = letters.some((letter) => !scripts.some((script) => script.test(letter)));
  return known + (other ? 1 : 0) > 1;
}

/** An address that both sides have already trimmed and lower-cased; the schema says why it refuses. */
export const AddressSchema = z.string().check(
  z.maxLength(longest),
  z.refine((text) => parseAddress(text).ok, { error: (issue) => `not one bare e-mail address: ${describe(issue.input)}` }),
);

function describe(input: unknown): string {
  const parsed = parseAddress(String(input));
  return parsed.ok ? '' : parsed.problem;
}
