import { readFile } from 'node:fs/promises';
import { isSupportedCountry } from 'libphonenumber-js/max';
import { importAccounts } from '../directory/import-accounts.ts';
import { Told } from '../lib/told.ts';
import type { Command } from './context.ts';
import { pickTenant, readWords } from './context.ts';

export const accountImport: Command = {
  usage: 'account import FILE.csv [--country US] [--tenant NAME]',
  async run(words, context) {
    const { flags, words: [file = ''] } = readWords(words, ['country', 'tenant'], { least: 1, most: 1 });
    const country = (flags.country ?? 'US').toUpperCase();
    if (!isSupportedCountry(country)) throw new Told('The country must be a two-letter code such as US, GB or DE.');
    const text = await readText(file);
    const tenant = await pickTenant(context, flags.tenant);
    const { added, unchanged, bad } = await importAccounts(context, tenant.id, text, country);
    for (const { line, reason } of bad) context.print(`Line ${line}: ${reason}.`);
    context.print(`${added} added, ${unchanged} unchanged, ${bad.length} not imported.`);
  },
};

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch(() => {
    throw new Told('The file cannot be read.');
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Told('The file is not text in UTF-8: save it as "CSV UTF-8".');
  }
}
