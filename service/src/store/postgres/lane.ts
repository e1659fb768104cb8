/** A plan waiting to be written. `prepare` decides anew from the newest facts; `stale` brings newer ones. */
export type Waiting = {
  tenantId: string;
  prepare(): object;
  stale(facts: unknown): void;
  done(entries: unknown[]): void;
  fail(error: unknown): void;
};
export type Answer = { entries: unknown[] } | { stale: unknown } | { error: string };

const mostAtOnce = 64;
const mostRounds = 25;
/** Two transactions that waited for each other, or for too long: nothing was written, and it may be tried again. */
const passing = new Set(['40001', '40P01', '55P03']);

/**
 * Writes of this process, one transaction after the other; what gathers meanwhile goes together into the next one, so that
 * many share a round trip and a flush of the database's log.
 */
export function createLane(send: (plans: object[]) => Promise<Answer[]>): { write(one: Waiting): void } {
  const queue: { one: Waiting; rounds: number }[] = [];
  let busy = false;

  async function drain(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      while (queue.length > 0) await writeBatch(queue.splice(0, mostAtOnce));
    } finally {
      busy = false;
    }
  }

  async function writeBatch(batch: typeof queue): Promise<void> {
    // One order of tenants for all processes: their chains' locks are never waited for in a circle.
    const sorted = batch.toSorted((a, b) => (a.one.tenantId < b.one.tenantId ? -1 : a.one.tenantId > b.one.tenantId ? 1 : 0));
    const prepared = sorted.flatMap((item) => prepare(item));
    if (prepared.length === 0) return;
    try {
      const answers = await send(prepared.map(({ plan }) => plan));
      for (const [index, { item }] of prepared.entries()) settle(item, answers[index]);
    } catch (error) {
      for (const { item } of prepared) item.one.fail(error);
    }
  }

  function prepare(item: (typeof queue)[number]): { item: (typeof queue)[number]; plan: object }[] {
    try {
      return [{ item, plan: item.one.prepare() }];
    } catch (error) {
      item.one.fail(error);
      return [];
    }
  }

  function settle(item: (typeof queue)[number], answer: Answer | undefined): void {
    if (answer && 'entries' in answer) return item.one.done(answer.entries);
    if (answer && 'stale' in answer) item.one.stale(answer.stale);
    else if (!answer || !passing.has(answer.error)) return item.one.fail(new Error(`The database refused a plan (${answer?.error ?? 'no answer'}).`));
    if (item.rounds + 1 >= mostRounds) return item.one.fail(new Error('The facts of a plan changed too often.'));
    queue.push({ one: item.one, rounds: item.rounds + 1 });
  }

  return {
    write(one) {
      queue.push({ one, rounds: 0 });
      void drain();
    },
  };
}
