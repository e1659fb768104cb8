import { codeMail, codeText } from './code-words.ts';
import type { MailWords } from './mail-html.ts';
import { noticeMail, noticeText } from './notice-words.ts';
import type { Letter } from './types.ts';

/** A text message about a change may wait for a phone this long. */
const noticeValiditySeconds = 36_000;

/** The text message that says what `letter` says. */
export function textMessage(letter: Letter): string {
  return letter.kind === 'code' ? codeText(letter) : noticeText(letter);
}

/** The e-mail that says what `letter` says. */
export function mailWords(letter: Letter): MailWords {
  return letter.kind === 'code' ? codeMail(letter) : noticeMail(letter);
}

/** How long a text message is worth delivering: whole seconds, at least one. */
export function validitySeconds(letter: Letter): number {
  return letter.kind === 'code' ? Math.max(1, Math.floor(letter.lifeSeconds)) : noticeValiditySeconds;
}
