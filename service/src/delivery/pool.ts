/** `work` does one piece and says whether there was one; it calls `more` as soon as it has taken a piece, so that others look too. */
export type PoolOptions = { work: (more: () => void) => Promise<boolean>; size: number; pollMs: number };
export type Pool = {
  kick(): void;
  start(): void;
  /** Works until nothing is found, and stays started. */
  drain(): Promise<void>;
  /** Finishes the pieces in hand and takes no more. */
  stop(): Promise<void>;
};

/** Works until there is nothing left, a few pieces at a time; woken by `kick`, and by a timer as a net. */
export function createPool({ work, size, pollMs }: PoolOptions): Pool {
  const workers = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let kicks = 0;

  async function run(): Promise<void> {
    let seen: number;
    let found: boolean;
    do {
      seen = kicks;
      found = await work(add);
      // a kick during a fruitless look may have been about something newer
    } while (timer && (found || seen !== kicks));
  }

  function add(): void {
    if (!timer || workers.size >= size) return;
    const worker: Promise<void> = run().finally(() => workers.delete(worker));
    workers.add(worker);
  }

  function kick(): void {
    kicks += 1;
    add();
  }

  return {
    kick,
    start() {
      timer ??= setInterval(kick, pollMs);
      kick();
    },
    async drain() {
      kick();
      while (workers.size > 0) await Promise.all(workers);
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await Promise.all(workers);
    },
  };
}
