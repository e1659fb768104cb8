import type { ConnectwiseStore } from '../connectwise-store.ts';
import { createConnectionCalls } from './connectwise-connection.ts';
import { createContactCalls } from './contacts.ts';
import type { Database } from './database.ts';
import { createExceptionCalls } from './exceptions.ts';
import { createTicketNoteCalls } from './ticket-notes.ts';

/** What belongs to ConnectWise: see `ConnectwiseStore`. */
export function createConnectwiseCalls(database: Database): ConnectwiseStore {
  return { ...createConnectionCalls(database), ...createContactCalls(database), ...createExceptionCalls(database), ...createTicketNoteCalls(database) };
}
