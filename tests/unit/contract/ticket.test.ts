import { expect, test } from 'vitest';
import { TicketSchema } from '../../../contract/verification';
import { parseHost } from '../../../utils/connectwise/parse-host';

test.each(['https://cw.acme.example', 'https://cw.acme.example:8443', 'https://psa', 'https://10.0.0.7', 'https://bücher.example'])(
  'the contract takes a ticket of every server that can be added: %s',
  (typed) => {
    const parsed = parseHost(typed);
    const host = parsed.ok ? new URL(parsed.origin).hostname : '';
    expect(TicketSchema.safeParse({ host, number: '10482' }).success).toBe(true);
  },
);

test.each(['https://cw_server.example', 'https://[::1]'])('a server whose tickets it would refuse cannot be added: %s', (typed) => {
  expect(parseHost(typed).ok).toBe(false);
  expect(TicketSchema.safeParse({ host: new URL(typed).hostname, number: '10482' }).success).toBe(false);
});
