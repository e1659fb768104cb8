/** The alphabet of text messages (3GPP TS 23.038): 160 characters fit into one message as long as all are in it. */

const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extended = new Set('^{}\\[~]|€');
const replacements: Record<string, string> = {
  '‘': "'", '’': "'", '‚': "'", '“': '"', '”': '"', '„': '"', '–': '-', '—': '-', '‐': '-', '‑': '-', '…': '...', '\u00A0': ' ', '·': '-', '•': '-',
  ç: 'c', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', œ: 'oe', Œ: 'OE', ı: 'i',
};

export const longestTextMessage = 160;

/** How much of a text message `text` takes, or undefined when a character is outside the alphabet. */
export function gsmLength(text: string): number | undefined {
  let length = 0;
  for (const character of text) {
    if (!basic.has(character) && !extended.has(character)) return undefined;
    length += extended.has(character) ? 2 : 1;
  }
  return length;
}

/** Typographic marks and accents outside the alphabet as their nearest letters; other scripts stay as they are. */
export function towardsGsm(text: string): string {
  return [...text.normalize('NFC')].map(nearest).join('');
}

function nearest(character: string): string {
  if (gsmLength(character) !== undefined) return character;
  const replacement = replacements[character] ?? character.normalize('NFD').replace(/\p{M}+/gu, '');
  return gsmLength(replacement) === undefined ? character : replacement;
}
