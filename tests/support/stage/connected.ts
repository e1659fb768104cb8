import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { recordsOf } from '../connectwise-api/build-records.ts';
import { startConnectwiseApi } from '../connectwise-api/connectwise-api.ts';
import type { ConnectwiseApi } from '../connectwise-api/connectwise-api.ts';
import { cloudHost } from '../connectwise/hosts.ts';
import type { WrittenNote } from '../connectwise/page/notes.ts';
import type { FakeTicket } from '../connectwise/tickets.ts';
import { recordSecret } from '../secrets/record.ts';
import { customers, secondTechnician } from './cast.ts';
import type { ServiceProcess } from './service-process.ts';

/** ConnectWise's REST API with the tickets that the page shows. */
export function startApi(tickets: readonly FakeTicket[]): Promise<ConnectwiseApi> {
  return startConnectwiseApi({ records: recordsOf(tickets), isCloud: true });
}

/** Connects the service, says which company is which customer, and adds a second technician. */
export async function connectService({ command, data }: ServiceProcess, { credentials }: ConnectwiseApi): Promise<void> {
  recordSecret('password', credentials.privateKey);
  const keyFile = path.join(data, 'connectwise-key.txt');
  await writeFile(keyFile, credentials.privateKey);
  const { companyId, publicKey, clientId } = credentials;
  await command('connectwise', 'connect', '--site', cloudHost, '--company', companyId, '--public-key', publicKey, '--client-id', clientId, '--key-file', keyFile);
  for (const customer of customers) await command('connectwise', 'map', customer, '--customer', customer);
  await command('technician', 'add', '--name', secondTechnician.name, '--email', secondTechnician.email);
}

/** What stands on a ticket, as the page shows it. */
export function notesOn({ notesOf }: ConnectwiseApi, number: string): WrittenNote[] {
  return notesOf(Number(number)).map(({ text }) => ({ text, by: 'Countersign', at: 'just now' }));
}
