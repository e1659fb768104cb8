import type { Method } from '#contract/words';
import { fitText } from './fit-text.ts';
import { htmlLine, htmlPage } from './mail-html.ts';
import type { MailWords } from './mail-html.ts';
import { escapeHtml, plainName } from './names.ts';
import type { NoticeLetter } from './types.ts';

/** Words for somebody whose address or number was changed: neither the old one nor the new one stands in them. */

const changedWords: Record<Method, string> = { sms: 'mobile number', email: 'e-mail address' };

/** The text message of a notice. */
export function noticeText(letter: NoticeLetter): string {
  return fitText((cut) => sentences(letter, cut(tenantOf(letter))).join(' '));
}

/** The e-mail of a notice. */
export function noticeMail(letter: NoticeLetter): MailWords {
  const [changed, warning] = sentences(letter, tenantOf(letter));
  return {
    subject: `Your ${changedWords[letter.changed]} for identity checks was changed`,
    text: `${changed}\n\n${warning}\n`,
    html: htmlPage('Changed', [htmlLine(escapeHtml(changed)), htmlLine(`<strong>${escapeHtml(warning)}</strong>`)]),
  };
}

function sentences({ changed, changedAt }: NoticeLetter, tenant: string): [string, string] {
  const day = new Date(changedAt).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return [`Your ${changedWords[changed]} for identity checks by ${tenant} was changed on ${day}.`, `If you did not ask for this, call ${tenant}.`];
}

function tenantOf({ tenantName }: NoticeLetter): string {
  return plainName(tenantName, 'your help desk');
}
