import type { ConnectwiseStore } from '../connectwise-store.ts';
import type { Listeners } from '../listeners.ts';
import * as connections from './connectwise-connection.ts';
import type { Connection } from './connection.ts';
import * as contacts from './contacts.ts';
import * as exceptions from './exceptions.ts';
import * as notes from './ticket-notes.ts';

/** What belongs to ConnectWise: see `ConnectwiseStore`. */
export function connectwiseOf(connection: Connection, listeners: Listeners): ConnectwiseStore {
  return {
    findConnection: async (tenantId) => connections.findConnection(connection, tenantId),
    writeConnection: async (tenantId, next, audit) => connection.write(() => connections.writeConnection(connection, tenantId, next, audit)),
    updateConnection: async (next, roundAt) => connections.updateConnection(connection, next, roundAt),
    claimSync: async (now, leaseMs) => connection.write(() => connections.claimSync(connection, now, leaseMs)),
    mapCompany: async (tenantId, customerId, companyId, audit) => connection.write(() => contacts.mapCompany(connection, tenantId, customerId, companyId, audit)),
    ensureCustomer: async (tenantId, name) => connection.write(() => contacts.ensureCustomer(connection, tenantId, name)),
    placeContact: async (tenantId, customerId, contact, decide) => connection.write(() => contacts.placeContact(connection, tenantId, customerId, contact, decide)),
    listMatched: async (tenantId, range, limit) => contacts.listMatched(connection, tenantId, range, limit),
    matchAccount: async (tenantId, accountId, contactId, audit) => connection.write(() => contacts.matchAccount(connection, tenantId, accountId, contactId, audit)),
    listProposals: async (tenantId, afterId, limit) => contacts.listProposals(connection, tenantId, afterId, limit),
    decideProposal: async (tenantId, id, decide) => connection.write(() => contacts.decideProposal(connection, tenantId, id, decide)),
    addException: async (row, audit) => connection.write(() => exceptions.addException(connection, row, audit)),
    findException: async (tenantId, id) => exceptions.findException(connection, tenantId, id),
    changeException: async (tenantId, id, decide) => connection.write(() => exceptions.changeException(connection, tenantId, id, decide)),
    claimTicketNote: async (now, leaseMs) => connection.write(() => notes.claimTicketNote(connection, now, leaseMs)),
    findTicketNote: async (tenantId, id) => notes.findTicketNote(connection, tenantId, id),
    updateTicketNote: async (note, claimed) => {
      const isWritten = connection.write(() => notes.updateTicketNote(connection, note, claimed));
      if (isWritten) listeners.tell({ tenantId: note.tenantId, verificationId: note.id });
      return isWritten;
    },
  };
}
