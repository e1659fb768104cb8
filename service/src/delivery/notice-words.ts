import { fitText } from './fit-text.ts';
import { htmlLine, htmlPage } from './mail-html.ts';
import type { MailWords } from './mail-html.ts';
import { escapeHtml, plainName } from './names.ts';
import { noticeWords } from './notice-sentences.ts';
import type { NoticeLetter } from './types.ts';

/** The text message of a notice. */
export function noticeText(letter: NoticeLetter): string {
  return fitText((cut) => noticeWords(letter.about, tenantOf(letter), cut).short);
}

/** The e-mail of a notice. */
export function noticeMail(letter: NoticeLetter): MailWords {
  const { subject, before, link, after, warning } = noticeWords(letter.about, tenantOf(letter), (name) => name);
  const anchor = link === undefined ? [] : [htmlLine(`<a href="${escapeHtml(link)}">${escapeHtml(link)}</a>`)];
  const plain = (lines: readonly string[]) => lines.map((line) => htmlLine(escapeHtml(line)));
  return {
    subject,
    text: `${[...before, ...(link === undefined ? [] : [link]), ...after, warning].join('\n\n')}\n`,
    html: htmlPage('Notice', [...plain(before), ...anchor, ...plain(after), htmlLine(`<strong>${escapeHtml(warning)}</strong>`)]),
  };
}

function tenantOf({ tenantName }: NoticeLetter): string {
  return plainName(tenantName, 'your help desk');
}
