import { describe, expect, test } from 'vitest';
import { mailWords, textMessage, validitySeconds } from '../../../service/src/delivery/compose.ts';
import { gsmLength } from '../../../service/src/delivery/gsm7.ts';
import type { NoticeAbout } from '../../../service/src/delivery/types.ts';
import { createLinkTokens } from '../../../service/src/lib/link-tokens.ts';
import { codeIn } from '../../support/sinks/code-in.ts';
import { at, hostileName, noticeWith } from './letters.ts';

const links = createLinkTokens(new Uint8Array(32).fill(3));
const id = '3b241101-e2bb-4255-8caf-4136c566a962';
const link = (name: string) => `https://verify.northwind.example/p/#${name}=${links.make('join', id)}`;

const abouts = {
  verified: { kind: 'verified', action: 'password_reset', at, link: link('not-you') },
  phone_invited: { kind: 'phone_invited', link: link('join'), expiresAt: at },
  phone_code: { kind: 'phone_code', code: '482915', lifeSeconds: 600 },
  phone_added: { kind: 'phone_added', phoneName: 'Pixel 9', link: link('remove') },
  phone_removed: { kind: 'phone_removed', phoneName: 'Pixel 9' },
  lost_phone: { kind: 'lost_phone', link: link('lost') },
} as const satisfies Record<string, NoticeAbout>;
const all = Object.values(abouts);

describe('the text message', () => {
  test.each([
    [abouts.verified, `Northwind: you were verified for a password reset at 10:14 UTC. Not you? ${abouts.verified.link}`],
    [{ ...abouts.verified, action: null }, `Northwind IT: you were verified at 10:14 UTC. Not you? ${abouts.verified.link}`],
    [abouts.phone_invited, `Northwind IT: set up your phone for identity checks: ${abouts.phone_invited.link} Unexpected? Ignore it.`],
    [abouts.phone_code, 'Northwind IT: code 482915 to set up your phone. 10 minutes. Never read this code to anybody: type it on your phone only.'],
    [abouts.phone_added, `Northwind IT: your phone Pixel 9 was added. Not you? Remove it: ${abouts.phone_added.link}`],
    [abouts.phone_removed, 'Northwind IT: your phone Pixel 9 was removed from identity checks. If you did not ask for this, call Northwind IT.'],
    [abouts.lost_phone, `Northwind IT: lost your phone? Remove all your phones: ${abouts.lost_phone.link} Not you? Ignore it.`],
  ] as const)('of $kind says it shortly', (about, text) => {
    expect(textMessage(noticeWith(about))).toBe(text);
  });

  test.each(all)('of $kind fits into one part, however long the names are; the link stays whole', (about) => {
    const long = 'phoneName' in about ? { ...about, phoneName: 'P'.repeat(60) } : about;
    const text = textMessage(noticeWith(long, 'N'.repeat(80)));
    expect(gsmLength(text)).toBeLessThanOrEqual(160);
    if ('link' in about) expect(text).toContain(about.link);
  });

  test('of a code is worth delivering as long as the code lives; of anything else for ten hours', () => {
    expect(validitySeconds(noticeWith({ ...abouts.phone_code, lifeSeconds: 42.9 }))).toBe(42);
    expect(validitySeconds(noticeWith(abouts.phone_added))).toBe(36_000);
  });
});

describe('the e-mail', () => {
  test.each(all)('of $kind says the same in text and HTML, and its subject holds neither code nor link', (about) => {
    const { subject, text, html } = mailWords(noticeWith(about));
    for (const part of [text, html]) {
      expect(part).toContain('Northwind IT');
      if ('link' in about) expect(part).toContain(about.link);
      if ('phoneName' in about) expect(part).toContain('Pixel 9');
      if ('code' in about) expect(part).toContain('Never read this code to anybody: type it on your phone only.');
    }
    expect(codeIn(text)).toBe('code' in about ? about.code : undefined);
    expect(subject).not.toMatch(/482915|https?:/);
  });

  test('says what was done, when, and where to say "not you"', () => {
    expect(mailWords(noticeWith(abouts.verified)).text).toBe(
      `You were verified by Northwind IT for a password reset on 25 November 2026 at 10:14 UTC.\n\nNot you? Open this link:\n\n${abouts.verified.link}\n\nIf it was you, there is nothing to do.\n`,
    );
  });

  test('says how long an invitation works, and where its code comes from', () => {
    expect(mailWords(noticeWith(abouts.phone_invited)).text).toContain('It works until 25 November 2026, 10:14 UTC. The code that it asks for comes by text message.');
  });
});

test.each(all)('no name breaks out of the words of $kind', (about) => {
  const bent = noticeWith('phoneName' in about ? { ...about, phoneName: hostileName } : about, hostileName);
  const { subject, text, html } = mailWords(bent);
  expect(textMessage(bent)).not.toMatch(/[\p{Cc}\p{Cf}<>]/u);
  expect(`${subject}${text}`).not.toMatch(/[\r]|\nBcc|[<>\u202E]/);
  expect(html).not.toContain('<b>');
  expect(`${text}${html}`).not.toContain('999999');
});
