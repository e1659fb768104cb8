import { describe, expect, test } from 'vitest';
import { actions, directions } from '#contract/words';
import type { Channel } from '#contract/words';
import { mailWords, textMessage } from '../../../service/src/delivery/compose.ts';
import { gsmLength } from '../../../service/src/delivery/gsm7.ts';
import { codeIn } from '../../support/sinks/code-in.ts';
import { at, hostileName, letterWith, noticeWith } from './letters.ts';

describe('a text message', () => {
  test('names the MSP, the technician, the ticket, the request, the code, its life, and whom to tell', () => {
    const text = textMessage(letterWith({ lifeSeconds: 300 }));
    expect(text).toBe(
      'Northwind IT: code 482915 for a password reset, ticket #104217, Alex Kim. 5 min. Only if you called Northwind IT; if you did not, ignore this and tell them.',
    );
  });

  test('says who calls whom', () => {
    const text = textMessage(letterWith({ lifeSeconds: 300, direction: 'outbound' }));
    expect(text).toBe('Northwind IT: code 482915 for a password reset, ticket #104217, Alex Kim. 5 min. Northwind IT is calling you; if they are not, ignore this and tell them.');
  });

  test.each([...actions, null].flatMap((action) => directions.map((direction) => ({ action, direction }))))('fits into one message with $action, $direction and the longest ticket number', ({ action, direction }) => {
    const text = textMessage(letterWith({ action, direction, ticketNumber: '123456789012', tenantName: 'N'.repeat(80), technicianName: 'A'.repeat(80) }));
    expect(gsmLength(text)).toBeLessThanOrEqual(160);
    expect(text).toContain(direction === 'inbound' ? 'if you did not, ignore this and tell them.' : ' is calling you; if they are not, ignore this and tell them.');
    expect(codeIn(text)).toBe('482915');
  });

  test('writes accents and typographic marks with letters that fit, and leaves other scripts readable', () => {
    const text = textMessage(letterWith({ tenantName: 'Łódź – “IT”', technicianName: 'François' }));
    expect(gsmLength(text)).toBeLessThanOrEqual(160);
    expect(text).toContain('Lodz - "IT"');
    expect(text).toContain('Francois');
    expect(textMessage(letterWith({ technicianName: 'Ольга' }))).toContain('Ольга');
  });

  test('is one line, whatever the names contain, and no name passes for the code', () => {
    const text = textMessage(letterWith({ tenantName: hostileName, technicianName: hostileName }));
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}<>]/u);
    expect(text).not.toContain('999999');
    expect(codeIn(text)).toBe('482915');
  });

  test('never promises more minutes than the code lives', () => {
    expect(textMessage(letterWith({ lifeSeconds: 119 }))).toContain(' 1 min.');
    expect(textMessage(letterWith({ lifeSeconds: 120 }))).toContain(' 2 min.');
  });
});

describe('an e-mail', () => {
  test('says the same in text and HTML, and its subject holds no code', () => {
    const { subject, text, html } = mailWords(letterWith());
    for (const part of ['Northwind IT', 'Alex Kim', '#104217', 'a password reset', '482915', '10 minutes', 'Only if you called Northwind IT']) {
      expect(text).toContain(part);
      expect(html).toContain(part);
    }
    expect(subject).not.toContain('482915');
    expect(codeIn(text)).toBe('482915');
  });

  test('says who calls whom', () => {
    const { text, html } = mailWords(letterWith({ direction: 'outbound' }));
    for (const part of [text, html]) expect(part).toContain('Northwind IT is calling you: read this code to Alex Kim and to nobody else. If they are not, ignore this message and tell Northwind IT.');
  });

  test('loads nothing from anywhere', () => {
    const { html } = mailWords(letterWith());
    expect(html).not.toMatch(/https?:|src=|href=|url\(|<img|<link|<script/i);
  });

  test('escapes names and keeps them on one line', () => {
    const { subject, text, html } = mailWords(letterWith({ tenantName: `R&D 'IT'`, technicianName: hostileName }));
    expect(html).toContain('R&#38;D &#39;IT&#39;');
    expect(html).not.toContain('<b>');
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).not.toContain('\nBcc');
  });

  test('stands in for names that vanish', () => {
    expect(mailWords(letterWith({ tenantName: '\u200B', technicianName: ' ' })).text).toContain('a technician of your help desk');
  });
});

describe('a notice of a change', () => {
  const changed = (channel: Channel) => ({ kind: 'destination_changed', changed: channel, changedAt: at }) as const;

  test('says what was changed, when, and whom to call; neither address, nor code, nor link', () => {
    expect(textMessage(noticeWith(changed('sms')))).toBe('Your mobile number for identity checks by Northwind IT was changed on 25 November 2026. If you did not ask for this, call Northwind IT.');
    const { subject, text, html } = mailWords(noticeWith(changed('email')));
    expect(subject).toBe('Your e-mail address for identity checks was changed');
    for (const part of ['by Northwind IT was changed on 25 November 2026', 'If you did not ask for this, call Northwind IT.']) {
      expect(text).toContain(part);
      expect(html).toContain(part);
    }
    expect(text + html).not.toMatch(/@|https?:/);
  });

  test('fits into one text message, and no name breaks out of it', () => {
    expect(gsmLength(textMessage(noticeWith(changed('email'), 'N'.repeat(80))))).toBeLessThanOrEqual(160);
    expect(textMessage(noticeWith(changed('sms'), hostileName))).not.toMatch(/[\p{Cc}\p{Cf}<>]/u);
    expect(mailWords(noticeWith(changed('sms'), hostileName)).html).not.toContain('<b>');
  });
});
