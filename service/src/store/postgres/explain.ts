import { Told } from '../../lib/told.ts';

const sentences: Record<string, string> = {
  '28P01': 'refuses the user or the password',
  '28000': 'refuses the user or the password',
  '3D000': 'has no database of that name: create it first',
  '42501': 'does not let this user create tables: make the user the owner of the database',
  '25006': 'is read-only: name the primary server',
};
const unreachable = /^(?:ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOSTUNREACH|EPIPE|57P0|08)/;

/** What is wrong with the database at the start, in one sentence that names neither its address nor its password; any other error as it is. */
export function explainDatabase(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Told) return error;
  const code = String((error as { code?: unknown }).code ?? '');
  const known = sentences[code];
  if (known) return new Told(`The PostgreSQL server that DATABASE_URL names ${known}.`);
  const timedOut = /timeout|terminated/i.test(error.message) && code === '';
  return unreachable.test(code) || timedOut ? new Told('The PostgreSQL server that DATABASE_URL names cannot be reached. Check the address, and that the server runs.') : error;
}
