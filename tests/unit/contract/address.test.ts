import { describe, expect, test } from 'vitest';
import { AddressSchema, parseAddress } from '#contract/address';

describe('one bare address', () => {
  test.each([
    ['jo@acme.example', 'jo@acme.example'],
    ['  Jo@Acme.Example \n', 'jo@acme.example'],
    ["o'neil+tickets@mail.acme.example", "o'neil+tickets@mail.acme.example"],
    ['jürgen@acme.example', 'jürgen@acme.example'],
    ['\u0438\u0432\u0430\u043D@\u043F\u043E\u0447\u0442\u0430.\u0440\u0444', '\u0438\u0432\u0430\u043D@\u043F\u043E\u0447\u0442\u0430.\u0440\u0444'],
  ])('%j is taken as %j', (text, address) => {
    expect(parseAddress(text)).toEqual({ ok: true, address });
  });
});

describe('anything else is refused with its reason, never mended', () => {
  test.each([
    ['nothing', '', 'empty'],
    ['blanks', ' \t\n', 'empty'],
    ['251 characters', `${'a'.repeat(251 - '@acme.example'.length)}@acme.example`, 'too_long'],
    ['a display name', 'Jo <jo@acme.example>', 'display_name'],
    ['angle brackets', '<jo@acme.example>', 'display_name'],
    ['a comment', 'jo(sample)@acme.example', 'display_name'],
    ['two addresses with a comma', 'jo@acme.example,sam@acme.example', 'several'],
    ['two addresses with a semicolon', 'jo@acme.example; sam@acme.example', 'several'],
    ['two addresses with a blank', 'jo@acme.example sam@acme.example', 'several'],
    ['a doubled address', 'jo@acme.examplejo@acme.example', 'several'],
    ['a line feed inside', 'jo@acme.example\nbcc:x', 'hidden_characters'],
    ['a NUL', 'jo\u0000@acme.example', 'hidden_characters'],
    ['a right-to-left override', 'jo\u202E@acme.example', 'hidden_characters'],
    ['a bidi isolate', '\u2066jo@acme.example', 'hidden_characters'],
    ['a zero-width space', 'jo\u200B@acme.example', 'hidden_characters'],
    ['a zero-width joiner', 'jo@ac\u200Dme.example', 'hidden_characters'],
    ['a soft hyphen', 'jo@ac\u00ADme.example', 'hidden_characters'],
    ['a Cyrillic o', 'j\u043E@acme.example', 'look_alike'],
    ['a Greek omicron', 'j\u03BF@acme.example', 'look_alike'],
    ['a whole Cyrillic name before a Latin domain', '\u0430\u0440\u0440\u04CF\u0435@acme.example', 'look_alike'],
    ['full-width letters', '\uFF4Ao@acme.example', 'look_alike'],
    ['a ligature', 'o\uFB03ce@acme.example', 'look_alike'],
    ['no at sign', 'jo.acme.example', 'not_an_address'],
    ['no domain', 'jo@', 'not_an_address'],
    ['a blank inside', 'jo sample@acme.example', 'not_an_address'],
    ['mailto', 'mailto:jo@acme.example', 'not_an_address'],
    ['a domain of one label', 'jo@acme', 'not_an_address'],
    ['two dots in a row', 'jo@acme..example', 'not_an_address'],
    ['a dot at the end', 'jo@acme.example.', 'not_an_address'],
    ['an IP address', 'jo@[127.0.0.1]', 'not_an_address'],
  ])('%s', (_, text, problem) => {
    expect(parseAddress(text)).toEqual({ ok: false, problem });
    expect(AddressSchema.safeParse(text).success).toBe(false);
  });

  test('the schema names the reason and repeats nothing of the text', () => {
    const message = AddressSchema.safeParse('Jo <jo@acme.example>').error?.issues[0]?.message;
    expect(message).toContain('display_name');
    expect(message).not.toContain('jo@');
  });
});
