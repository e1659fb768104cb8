export type MailWords = { subject: string; text: string; html: string };

/** A paragraph of an e-mail. `content` is HTML, `style` is added to its own. */
export function htmlLine(content: string, style = ''): string {
  return `<p style="margin:0 0 16px;font-size:16px;line-height:1.5;${style}">${content}</p>`;
}

/** The whole e-mail: nothing in it is loaded from anywhere. */
export function htmlPage(title: string, lines: readonly string[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${title}</title></head>
<body style="margin:0;padding:24px;font-family:Segoe UI,Helvetica,Arial,sans-serif;">
<div style="max-width:520px;margin:0 auto;">
${lines.join('\n')}
</div></body></html>
`;
}
