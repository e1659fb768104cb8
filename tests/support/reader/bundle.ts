import path from 'node:path';
import { build } from 'vite';

/** The reader, the pages and the comparison as one script that leaves `reader.run` behind. */
export async function bundleReader(): Promise<string> {
  const entry = path.join(import.meta.dirname, 'run.ts');
  const built = await build({ configFile: false, logLevel: 'error', build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'reader' } } });
  const [output] = [built].flat();
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (!chunk) throw new Error('The reader was not bundled.');
  return chunk.code;
}
