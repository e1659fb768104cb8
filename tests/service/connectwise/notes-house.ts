import { expect, vi } from 'vitest';
import type { NotePolicy } from '#contract/connectwise';
import type { Verification } from '#contract/verification';
import { createTicketNotes } from '../../../service/src/connectwise/ticket-notes.ts';
import type { TicketNotes, TicketNotesDeps } from '../../../service/src/connectwise/ticket-notes.ts';
import { createLog } from '../../../service/src/lib/log.ts';
import type { TicketNote } from '../../../service/src/store/connectwise-store.ts';
import { startConnectwiseApi } from '../../support/connectwise-api/connectwise-api.ts';
import { communicationTypes, makeItem } from '../../support/connectwise-api/records.ts';
import type { ApiRecords, ApiTicket } from '../../support/connectwise-api/records.ts';
import { connectTenant, createTestConnectwise } from '../../support/connectwise-client.ts';
import { createHarness, request, value } from '../verification/harness.ts';
import { wantNote } from '../verification/want-note.ts';

/** Nothing but this machine is asked when a ticket is not found: the client looks whether the site has moved on. */
export const site = 'localhost';
export const [serviceTicket, projectTicket] = [4711, 4712];

/** Tickets of one contact, who is the account Jo Doe of the harness. */
export function recordsFor(...tickets: (readonly [number, ApiTicket['recordType']])[]): ApiRecords {
  const company = { id: 19, name: 'Acme' };
  const contact = { id: 501, firstName: 'Jo', lastName: 'Doe', company, inactiveFlag: false, communicationItems: [makeItem(1, 'Email', 'jo@acme.example')], lastUpdated: 1 };
  const copy = { contact: { id: 501, name: 'Jo Doe' }, contactName: 'Jo Doe', contactEmailAddress: 'jo@acme.example' };
  return {
    companies: [{ ...company, identifier: 'acme', deletedFlag: false }], contacts: [contact], communicationTypes: [...communicationTypes], notes: [],
    tickets: tickets.map(([id, recordType]) => ({ id, summary: 'Cannot sign in', recordType, company, closedFlag: false, ...copy })),
  };
}

export type NotesHouse = Awaited<ReturnType<typeof openNotesHouse>>;

/** Tickets of a simulated ConnectWise, a tenant that is connected to it, and the worker that writes notes. */
export async function openNotesHouse() {
  const core = await createHarness();
  const api = await startConnectwiseApi({ records: recordsFor([serviceTicket, 'ServiceTicket'], [projectTicket, 'ProjectTicket']), hidesProjectTickets: true });
  const { store, tenant, clock } = core;
  const running: TicketNotes[] = [];
  const logLines: string[] = [];
  const connectwise = createTestConnectwise(store, () => clock.now, (line) => void logLines.push(line));
  const connect = (at = site) => connectTenant(store, api, { tenantId: tenant.id, site: at, at: clock.now });
  await connect();

  const find = async (id: string) => value(await core.verifications.find(core.alex, id));
  const noteOf = async (id: string): Promise<TicketNote> => (await store.findTicketNote(tenant.id, id))!;

  return {
    ...core, api, logLines, connectwise, connect, find, noteOf,
    disconnect: () => store.writeConnection(tenant.id, null, { type: 'connectwise_removed', at: clock.now, technicianId: null, verificationId: null, details: {} }),
    /** Somebody was verified by a compared code, or not, on a ticket. */
    async end(number = serviceTicket, decision: 'approve' | 'deny' = 'approve', policy: NotePolicy = 'all'): Promise<Verification> {
      const { contact, ...rest } = request({ number: String(number), action: 'password_reset' });
      const { id } = value(await core.send({ ...rest, contact: { ...contact, ticket: { ...contact.ticket, host: site } } }));
      await core.deliver();
      await wantNote(core, id, policy);
      return value(await core.verifications.decide(core.alex, id, decision));
    },
    start(change: Partial<TicketNotesDeps> = {}): TicketNotes {
      const notes = createTicketNotes({ store, connectwise, now: () => clock.now, log: createLog({ write: (line) => void logLines.push(line) }), pollMs: 10, ...change });
      notes.start();
      running.push(notes);
      return notes;
    },
    /** Once the note has seen its `attempts`th attempt. */
    async attempted(id: string, attempts = 1): Promise<TicketNote> {
      await vi.waitFor(async () => {
        const note = await noteOf(id);
        expect(note.attempts).toBe(attempts);
        // it is written down after what came of it
        expect(logLines.map((line) => JSON.parse(line) as object)).toContainEqual(expect.objectContaining({ verificationId: id, attempt: attempts }));
      }, { timeout: 10_000, interval: 10 });
      return noteOf(id);
    },
    posts: () => api.requests.filter(({ method }) => method === 'POST'),
    async close() {
      for (const notes of running) await notes.stop();
      await api.close();
      await core.close();
    },
  };
}
