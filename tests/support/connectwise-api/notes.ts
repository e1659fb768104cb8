import { refuse } from './refusal.ts';
import type { ApiNote } from './records.ts';

/** The note that a request body asks for. Throws a 400 as ConnectWise does. */
export function readNote(source: string, id: number, ticketId: number, now: number): ApiNote {
  const given = parse(source);
  const is = (name: string) => given[name] === true;
  if (typeof given['text'] !== 'string' || given['text'].trim() === '') throw refuse(400, 'InvalidObject', 'ticketNote object is invalid', [{ code: 'MissingRequiredField', message: 'The text field is required.', resource: 'ticketNote', field: 'text' }]);
  if (!is('detailDescriptionFlag') && !is('internalAnalysisFlag') && !is('resolutionFlag')) {
    const message = 'Please choose where to display the notes in order to save this record.';
    throw refuse(400, 'InvalidObject', 'ticketNote object is invalid', [{ code: 'InvalidField', message, resource: 'ticketNote', field: 'detailDescriptionFlag' }]);
  }
  return {
    id,
    ticketId,
    text: given['text'],
    internalAnalysisFlag: is('internalAnalysisFlag'),
    detailDescriptionFlag: is('detailDescriptionFlag'),
    resolutionFlag: is('resolutionFlag'),
    processNotifications: is('processNotifications'),
    dateCreated: `${new Date(now).toISOString().slice(0, 19)}Z`,
  };
}

function parse(source: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(source);
    if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
  } catch {
    // refused below
  }
  throw refuse(400, 'InvalidRequest', 'The request body is invalid.');
}
