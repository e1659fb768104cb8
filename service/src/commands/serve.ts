import type { Config } from '../config.ts';
import { startService } from '../main.ts';

/** Runs the service until it is told to stop by SIGTERM or SIGINT; a second signal ends it at once. */
export async function serve(config: Config): Promise<void> {
  const service = await startService(config);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
  await service.stop();
  // A provider that never answers would keep the process from ending. The next start tells what it was given as "maybe sent".
  process.exit(0);
}
