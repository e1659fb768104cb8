import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Sink } from './sink.ts';
import { checkpointLine } from './sink.ts';

/** Appends one JSON line per checkpoint to a file of its owner's, and waits until the disk has it. */
export function createFileSink(path: string): Sink {
  return {
    name: 'file',
    write: async (checkpoint) => {
      const file = await open(path, 'a+', 0o600);
      try {
        await file.appendFile(`${(await endsInLine(file)) ? '' : '\n'}${checkpointLine(checkpoint)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      return true;
    },
  };
}

/** A line that a crash cut off must not swallow the next one. */
async function endsInLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: size - 1 });
  return buffer[0] === 0x0a;
}
