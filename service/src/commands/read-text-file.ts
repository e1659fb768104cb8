import { readFile } from 'node:fs/promises';
import { Told } from '../lib/told.ts';

/** A file of text that somebody named. Throws `Told` where it cannot be read or is no UTF-8. */
export async function readTextFile(file: string): Promise<string> {
  const bytes = await readFile(file).catch(() => {
    throw new Told('The file cannot be read.');
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Told('The file is not text in UTF-8: save it as "CSV UTF-8".');
  }
}
