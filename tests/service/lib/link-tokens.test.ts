import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { LinkTokenSchema } from '#contract/phone';
import { createLinkTokens, linkPurposes } from '../../../service/src/lib/link-tokens.ts';

const tokens = createLinkTokens(new Uint8Array(32).fill(3));
const id = '3b241101-e2bb-4255-8caf-4136c566a962';

describe('the token of a link', () => {
  test.each(linkPurposes)('for %s names its id again, in 43 characters that the phone app takes', (purpose) => {
    const token = tokens.make(purpose, id);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(LinkTokenSchema.safeParse(token).success).toBe(true);
    expect(tokens.read(purpose, token)).toBe(id);
  });

  test('for one purpose is worth nothing for another', () => {
    for (const made of linkPurposes) {
      const taken = linkPurposes.filter((purpose) => tokens.read(purpose, tokens.make(made, id)) !== undefined);
      expect(taken).toEqual([made]);
    }
  });

  test('is refused with any character changed, added or missing', () => {
    const token = tokens.make('join', id);
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(tokens.read('join', token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined();
    }
    for (const bent of [`${token}A`, token.slice(0, -1), `${token}=`, ` ${token}`, '', token.slice(0, 22)]) expect(tokens.read('join', bent)).toBeUndefined();
  });

  test('has one spelling only', () => {
    const token = tokens.make('join', id);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const spelled = [...alphabet].filter((last) => tokens.read('join', token.slice(0, -1) + last) !== undefined);
    expect(spelled).toEqual([token.at(-1)]);
  });

  test('cannot be guessed: another key, another id, random bytes', () => {
    expect(tokens.read('join', createLinkTokens(new Uint8Array(32).fill(4)).make('join', id))).toBeUndefined();
    const mac = tokens.make('join', id).slice(22);
    expect(tokens.read('join', tokens.make('join', randomUUID()).slice(0, 22) + mac)).toBeUndefined();
    for (let round = 0; round < 1000; round += 1) expect(tokens.read('join', randomBytes(32).toString('base64url'))).toBeUndefined();
  });
});
