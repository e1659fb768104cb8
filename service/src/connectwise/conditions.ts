/** A text as ConnectWise's conditions write it. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** A time as they write it: whole seconds, never later than `ms`. */
export function instant(ms: number): string {
  return `[${new Date(ms).toISOString().slice(0, 19)}Z]`;
}

/** Those that are there, all of which must hold. */
export function allOf(...terms: (string | false)[]): string {
  return terms.filter((term) => term !== false).join(' AND ');
}
