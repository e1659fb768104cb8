import { codeMail, codeText } from './code-words.ts';
import type { MailWords } from './mail-html.ts';
import { noticeMail, noticeText } from './notice-words.ts';
import type { WordLetter } from './types.ts';

/** A text message about a change may wait for a phone this long. */
const noticeValiditySeconds = 36_000;

/** The text message that says what `letter` says. */
export function textMessage(letter: WordLetter): string {
  return letter.kind === 'code' ? codeText(letter) : noticeText(letter);
}

/** The e-mail that says what `letter` says. */
export function mailWords(letter: WordLetter): MailWords {
  return letter.kind === 'code' ? codeMail(letter) : noticeMail(letter);
}

/** How long a text message is worth delivering: whole seconds, at least one. */
export function validitySeconds(letter: WordLetter): number {
  const lifeSeconds = letter.kind === 'code' ? letter.lifeSeconds : letter.about.kind === 'phone_code' ? letter.about.lifeSeconds : noticeValiditySeconds;
  return Math.max(1, Math.floor(lifeSeconds));
}
