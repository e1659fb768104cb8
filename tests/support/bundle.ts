import path from 'node:path';
import { build, type Rolldown } from 'vite';

/** The script at `entry` with all that it imports as one piece of plain JavaScript; what it exports is the global `name`. */
export async function bundleScript(entry: string, name: string): Promise<string> {
  const output = (await build({
    root: path.dirname(entry),
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: { write: false, minify: false, target: 'es2023', lib: { entry, name, formats: ['iife'] } },
  })) as Rolldown.RolldownOutput[];
  return output[0]!.output[0].code;
}
