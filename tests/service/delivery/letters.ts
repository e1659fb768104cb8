import type { Letter } from '../../../service/src/delivery/types.ts';

export const messageId = '0198f000-0000-7000-8000-000000000001';

export function letterWith(changes: Partial<Letter> = {}): Letter {
  return {
    messageId,
    destination: 'jo@acme.example',
    code: '482915',
    tenantName: 'Northwind IT',
    technicianName: 'Alex Kim',
    ticketNumber: '104217',
    action: 'password_reset',
    lifeSeconds: 600,
    ...changes,
  };
}

export const hostileName = '\u202EE\u0000\r\nBcc: spy@evil.example\r\n\r\n<b>"Northwind"</b> code 999999';
