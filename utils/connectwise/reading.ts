/**
 * What was read of one field. `no_pod`: the company pod is not on the page at all; `differs`: the field stands there more than
 * once with different values, and nobody can tell which one is the ticket's. A value is raw text: trimmed, otherwise as the page
 * has it, and untrusted.
 */
export type FieldReading = { state: 'read'; value: string } | { state: 'empty' | 'not_found' | 'no_pod' | 'differs' | 'too_long' };

/**
 * Why there is no ticket to read. `several_pods`: one ticket with more than one company pod; `numbers_differ`: the banner and the
 * ticket pod name different tickets, as while one is exchanged for the next.
 */
export type NotTicketReason = 'no_banner' | 'other_screen' | 'no_number' | 'several_tickets' | 'several_pods' | 'numbers_differ';

export type Reading =
  | { kind: 'not_ticket'; why: NotTicketReason }
  /** A ticket whose fields may still be another ticket's. */
  | { kind: 'settling'; number: string }
  | { kind: 'ticket'; number: string; company: FieldReading; contact: FieldReading; email: FieldReading };
