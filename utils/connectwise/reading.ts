/** What was read from a page. Raw text: trimmed, otherwise as the page has it, and untrusted. */
export type FieldReading = { state: 'read'; value: string } | { state: 'empty' } | { state: 'not_found' };

export type Reading =
  | { kind: 'not_ticket'; why: 'no_banner' | 'other_screen' | 'no_number' | 'several_tickets' }
  /** A ticket whose fields may still be another ticket's. */
  | { kind: 'settling'; number: string }
  | { kind: 'ticket'; number: string; company: FieldReading; contact: FieldReading; email: FieldReading };
