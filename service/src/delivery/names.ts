/** Names that people typed, made fit to stand in a message: nothing of them can break a line, a header or a reading order. */

const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0\p{Variation_Selector}]+/gu;
const longestName = 60;

/** One line, no hidden characters, nothing that reads as a code, a link or a tag, at most `longest` characters. */
export function plainName(name: string, fallback: string, longest = longestName): string {
  const plain = name
    .replace(hidden, ' ')
    .replace(/[<>"`\\]/g, '')
    .replace(/:?\/\//g, ' ')
    // six digits in a name would pass for the code
    .replace(/\p{Nd}(?:[\s-]?\p{Nd}){5,}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  return shorten(plain, longest) || fallback;
}

/** At most `longest` characters, cut between whole characters, without a blank at the end. */
export function shorten(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest ? text : characters.slice(0, longest).join('').replace(/[\s\p{M}]+$/u, '');
}

/** The ticket's number, digits only whatever it came from. */
export function plainTicketNumber(number: string): string {
  return number.replace(/\D/g, '').slice(0, 12) || '?';
}

/** Text as HTML text or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
