/** The six digits that a message calls its code, found as a reader finds them; undefined when there are none. */
export function codeIn(text: string): string | undefined {
  return /\bcode:?\s+(\d{6})\b/i.exec(text)?.[1];
}
