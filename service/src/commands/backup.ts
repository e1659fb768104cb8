import { writeOutside } from '../audit/write-outside.ts';
import type { Manifest } from '../backup/manifest.ts';
import { countRows, restoreBackup } from '../backup/restore-backup.ts';
import { tryBackup } from '../backup/try-backup.ts';
import { writeBackup } from '../backup/write-backup.ts';
import type { Command } from './context.ts';
import { readWords } from './context.ts';

const wanted = { least: 1, most: 1, switches: ['check'] };

export const backup: Command = {
  usage: 'backup FOLDER   (database, keys and checkpoints, also while the service runs)',
  async run(words, context) {
    const [folder = ''] = readWords(words, [], { least: 1, most: 1 }).words;
    const manifest = await writeBackup(context, folder);
    const missing = manifest.keys.filter(({ included }) => !included).map(({ variable }) => variable);
    context.print(`Backed up ${summarize(manifest)}.`);
    if (missing.length > 0) context.print(`Not in the backup, because the environment gives them: ${missing.join(', ')}. Keep them elsewhere: a restore needs the same keys.`);
    context.print('Whoever has this folder can act as this service: keep it encrypted, and not on this computer alone.');
  },
};

export const restore: Command = {
  usage: 'restore FOLDER [--check]   (into an empty database, while no service runs; --check only tries whether it could)',
  async runAlone(words, { print }) {
    const { switches, words: [folder = ''] } = readWords(words, [], wanted);
    if (!switches.has('check')) return false;
    print(`The backup is good: ${summarize(await tryBackup(folder))}. Nothing was written and nothing signed.`);
    return true;
  },
  async run(words, context) {
    const [folder = ''] = readWords(words, [], wanted).words;
    const { manifest, signed } = await restoreBackup(context, folder);
    context.print(`Restored ${summarize(manifest)}.`);
    context.print(`What was done after ${manifest.at} is not in it: revoke again who was revoked since, and change again what was changed.`);
    await writeOutside(context, signed);
    context.print('Next: audit verify, then start the service.');
  },
};

function summarize({ at, rows, files }: Manifest): string {
  return `${countRows(rows)} rows and ${files.map(({ name }) => name).join(', ')} as of ${at}`;
}
