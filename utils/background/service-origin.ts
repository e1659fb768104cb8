const loopback = ['127.0.0.1', 'localhost'];

/** The origin that `text` names: https, or http on this machine; nothing behind the port. Undefined otherwise. */
export function parseServiceOrigin(text: string): string | undefined {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return undefined;
  const url = new URL(trimmed);
  const bare = url.pathname === '/' && !/[?#@]/.test(trimmed);
  const allowed = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.includes(url.hostname));
  return bare && allowed ? url.origin : undefined;
}
