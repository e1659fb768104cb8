import type { Connection } from '../store/connectwise-store.ts';
import type { Ask } from './api.ts';
import { NoteIdSchema, NotesSchema } from './shapes.ts';
import type { Connectwise, TicketRecord } from './types.ts';

/** A note may hold a whole e-mail. */
const pageSize = 50;
/** What is looked for was written within the last hours: no ticket gets this many notes meanwhile. */
const mostPages = 6;

/** Finding and adding notes of a ticket. */
export function createNotes(ask: Ask): Pick<Connectwise, 'findNote' | 'addNote'> {
  const pathOf = ({ kind, id }: TicketRecord) => `/${kind}/tickets/${id}/notes`;
  const readPage = (connection: Connection, ticket: TicketRecord, page: number) =>
    ask(connection, { name: 'notes', path: pathOf(ticket), query: { orderBy: 'id desc', pageSize, page, fields: 'id,text' }, answer: NotesSchema, urgency: 'work' });

  return {
    /** Reads the newest notes itself: no condition on a note's text is known to hold, and a wrong "there is none" makes a second note. */
    async findNote(connection, ticket, mark) {
      for (let page = 1; page <= mostPages; page += 1) {
        const notes = await readPage(connection, ticket, page);
        if (!notes.ok) return notes;
        const note = notes.value.find(({ text }) => text?.includes(mark));
        if (note || notes.value.length < pageSize) return { ok: true, value: note?.id };
      }
      return { ok: true, value: undefined };
    },
    async addNote(connection, ticket, text) {
      // with `detailDescriptionFlag` it would be the customer's to read
      const body = { text, internalAnalysisFlag: true, detailDescriptionFlag: false, resolutionFlag: false, processNotifications: false };
      const asked = await ask(connection, { name: 'new note', path: pathOf(ticket), body, answer: NoteIdSchema, urgency: 'work' });
      return asked.ok ? { ok: true, value: asked.value.id } : asked;
    },
  };
}
