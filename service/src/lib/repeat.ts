/** Runs `task` every `everyMs`, never twice at once; what it throws goes to `failed`. `stop` waits for the one that is running. */
export function repeat(task: () => Promise<unknown>, everyMs: number, failed: (error: unknown) => void): { stop(): Promise<void> } {
  let running: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    running ??= task().catch(failed).finally(() => { running = undefined; });
  }, everyMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
