import type { ParsedMail } from 'mailparser';
import { codeIn } from './code-in.ts';

export type SinkMail = { to: string; from: string; subject: string; text: string; html: string; code: string | undefined; headers: Record<string, string>; headerLines: string[]; at: number };

/** What arrived, as a reader sees it. What is wrong with it is added to `violations`. */
export function readMail(parsed: ParsedMail, recipients: string[], violations: string[]): SinkMail {
  const named = [parsed.to ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address ?? ''));
  if (named.length !== 1 || named[0]?.toLowerCase() !== recipients[0]?.toLowerCase()) violations.push('the header To is not the one recipient');
  if (parsed.cc || parsed.bcc) violations.push('more readers than the one recipient');
  const text = parsed.text ?? '';
  return {
    to: recipients[0] ?? '',
    from: parsed.from?.text ?? '',
    subject: parsed.subject ?? '',
    text,
    html: parsed.html || '',
    code: codeIn(text),
    headers: Object.fromEntries(parsed.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1).trim()])),
    headerLines: parsed.headerLines.map(({ key }) => key),
    at: Date.now(),
  };
}
