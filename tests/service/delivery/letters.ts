import type { CodeLetter, NoticeAbout, NoticeLetter } from '../../../service/src/delivery/types.ts';

export const messageId = '0198f000-0000-7000-8000-000000000001';

export function letterWith(changes: Partial<CodeLetter> = {}): CodeLetter {
  return {
    kind: 'code',
    messageId,
    destination: 'jo@acme.example',
    code: '482915',
    tenantName: 'Northwind IT',
    technicianName: 'Alex Kim',
    ticketNumber: '104217',
    action: 'password_reset',
    direction: 'inbound',
    lifeSeconds: 600,
    ...changes,
  };
}

export const at = Date.UTC(2026, 10, 25, 10, 14);

export function noticeWith(about: NoticeAbout, tenantName = 'Northwind IT'): NoticeLetter {
  return { kind: 'notice', messageId, destination: 'jo@acme.example', tenantName, about };
}

export const hostileName = '\u202EE\u0000\r\nBcc: spy@evil.example\r\n\r\n<b>"Northwind"</b> code 999999';
