import * as z from 'zod/mini';

/** Text of one to `longest` characters without white space around it. No database keeps half a character (a lone surrogate) or a NUL as text. */
export function textUpTo(longest: number) {
  const isWhole = (value: string) => !/\p{Cs}/u.test(value) && !value.includes('\0');
  return z.string().check(z.trim(), z.minLength(1), z.maxLength(longest), z.refine(isWhole, { error: 'must be text without broken characters' }));
}
