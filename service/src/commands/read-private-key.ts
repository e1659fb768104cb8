import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Told } from '../lib/told.ts';

/** The first line of a file, or of the standard input: what stands on a command line can be seen by everybody on the computer. Throws `Told`. */
export async function readPrivateKey(file: string | undefined, print: (line: string) => void): Promise<string> {
  const key = (file === undefined ? await readInput(print) : await readKeyFile(file)).trim();
  if (key === '') throw new Told('The private key is missing: give it on the standard input, or in a file with --key-file FILE.');
  if (key.length > 200 || /\s/.test(key)) throw new Told('The private key is one word of at most 200 characters.');
  return key;
}

async function readKeyFile(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Told('The file with the private key cannot be read.');
  });
  return text.trim().split(/\r?\n/)[0] ?? '';
}

/** Typed at a terminal it is not shown. */
async function readInput(print: (line: string) => void): Promise<string> {
  const isTyped = process.stdin.isTTY;
  if (isTyped) print('Private key (it is not shown), then Enter:');
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: isTyped });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
  }
}
