import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { CommunicationTypesSchema, CompanySchema, ContactSchema, NoteIdSchema, NotesSchema, personRecord, phoneTypes, TicketSchema, ticketRecord } from '../../../service/src/connectwise/shapes.ts';
import { documentOf, misfits } from '../../support/connectwise-api/model.ts';
import type { ModelName } from '../../support/connectwise-api/model.ts';
import { connect } from './house.ts';

test.each<[ModelName, string[], (document: unknown) => unknown]>([
  ['Ticket', ['id'], (document) => ticketRecord(z.parse(TicketSchema, document), false)],
  ['Contact', ['id'], (document) => personRecord(z.parse(ContactSchema, document))],
  ['Company', ['id', 'name'], (document) => z.parse(CompanySchema, document)],
  ['CommunicationType', ['description'], (document) => phoneTypes(z.parse(CommunicationTypesSchema, [document]))],
  ['ServiceNote', ['id'], (document) => [z.parse(NotesSchema, [document]), z.parse(NoteIdSchema, document)]],
])('every %s that the public model allows is read', (name, needed, read) => {
  fc.assert(fc.property(documentOf(name, needed), (document) => {
    expect(() => read(document)).not.toThrow();
  }));
});

test.each<[ModelName, string]>([
  ['Contact', '/company/contacts'],
  ['Company', '/company/companies'],
  ['CommunicationType', '/company/communicationTypes'],
  ['Ticket', '/service/tickets/1234567'],
  ['ServiceNote', '/service/tickets/1234567/notes'],
])('what the simulated ConnectWise says of a %s fits the public model', async (name, path) => {
  const { api, connectwise, connection } = await connect();
  const ticket = await connectwise.readTicket(connection, '1234567', 'work');
  if (ticket.ok) await connectwise.addNote(connection, ticket.value, 'A note.');
  const { companyId, publicKey, privateKey, clientId } = api.credentials;
  const authorization = `Basic ${Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString('base64')}`;
  const answer = await fetch(`${api.origin}/v2025_1/apis/3.0${path}`, { headers: { authorization, clientId, accept: 'application/vnd.connectwise.com+json; version=2025.8' } });
  const documents = [await answer.json()].flat();
  expect(documents.length).toBeGreaterThan(0);
  expect(documents.flatMap((document) => misfits(name, document))).toEqual([]);
});
