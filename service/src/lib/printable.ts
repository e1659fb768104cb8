/** A text that others wrote, fit for a terminal: without what moves the cursor, breaks a line or turns the direction of reading. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, '');
}
