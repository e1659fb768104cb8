import type { ConnectwiseStore } from '../connectwise-store.ts';
import type { Listeners } from '../listeners.ts';
import { createConnectionCalls } from './connectwise-connection.ts';
import { createContactCalls } from './contacts.ts';
import type { Database } from './database.ts';
import { createExceptionCalls } from './exceptions.ts';
import { createTicketNoteCalls } from './ticket-notes.ts';

/** What belongs to ConnectWise: see `ConnectwiseStore`. `origin` names this process. */
export function createConnectwiseCalls(database: Database, listeners: Listeners, origin: string): ConnectwiseStore {
  return { ...createConnectionCalls(database), ...createContactCalls(database), ...createExceptionCalls(database), ...createTicketNoteCalls(database, listeners, origin) };
}
