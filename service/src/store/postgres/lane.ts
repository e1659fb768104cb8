/** A decision waiting for its turn. */
export type Decision = {
  /** What batch_facts is asked. */
  query: object;
  /** What the facts are about. Two decisions about one thing never share a batch: the second must see what the first wrote. */
  touches(facts: unknown): string[];
  /** The plan to write, or undefined where there is nothing to write. Throws what the decision throws. */
  plan(facts: unknown): object | undefined;
  done(entries: unknown[]): void;
  fail(error: unknown): void;
};
/** `entries` null: an earlier plan of the batch took the last of the day's limit. */
export type Answer = { entries: unknown[] | null };
/** One transaction: what `facts` answers stays true until what `write` writes is committed. */
export type Batch = { facts(queries: object[]): Promise<unknown[]>; write(plans: object[]): Promise<Answer[]> };
export type Transact = <T>(body: (batch: Batch) => Promise<T>) => Promise<T>;
/** What an error means: `again` = two transactions stood in each other's way, `refused` = a statement failed: nothing was written. `over` = there is no more to be had. */
export type Lane = { add(decision: Decision): void };
export type Verdict = 'again' | 'refused' | 'over';

type Waiting = { decision: Decision; alone: boolean; rounds: number };
type Outcome = { settle: (() => void)[]; later: Waiting[] };

const mostAtOnce = 64;
const mostRounds = 25;

/**
 * Decisions of this process about one tenant, one transaction after the other; what gathers meanwhile goes together into the next one, so that
 * many share two round trips and one flush of the database's log.
 */
export function createLane(transact: Transact, judge: (error: unknown) => Verdict, onIdle: () => void): Lane {
  let queue: Waiting[] = [];
  let busy = false;

  async function drain(): Promise<void> {
    if (busy) return;
    busy = true;
    while (queue.length > 0) {
      const batch = queue.splice(0, queue[0]?.alone ? 1 : mostAtOnce);
      const { settle, later } = await transact((access) => decide(batch, access)).catch((error: unknown) => recover(batch, error, judge(error)));
      queue = [...later, ...queue];
      for (const tell of settle) tell();
    }
    busy = false;
    onIdle();
  }

  return {
    add(decision) {
      queue.push({ decision, alone: false, rounds: 0 });
      void drain();
    },
  };
}

async function decide(batch: Waiting[], access: Batch): Promise<Outcome> {
  const facts = await access.facts(batch.map(({ decision }) => decision.query));
  const outcome: Outcome = { settle: [], later: [] };
  const ready: { waiting: Waiting; plan: object }[] = [];
  const touched = new Set<string>();
  for (const [index, waiting] of batch.entries()) {
    const { decision } = waiting;
    try {
      const names = decision.touches(facts[index]);
      if (names.some((name) => touched.has(name))) {
        outcome.later.push(waiting);
        continue;
      }
      const plan = decision.plan(facts[index]);
      if (plan === undefined) {
        outcome.settle.push(() => finish(decision, []));
        continue;
      }
      for (const name of names) touched.add(name);
      ready.push({ waiting, plan });
    } catch (error) {
      outcome.settle.push(() => decision.fail(error));
    }
  }
  const answers = ready.length > 0 ? await access.write(ready.map(({ plan }) => plan)) : [];
  for (const [index, { waiting }] of ready.entries()) {
    const entries = answers[index]?.entries;
    if (entries) outcome.settle.push(() => finish(waiting.decision, entries));
    else again(waiting, outcome, new Error('The day\'s limit was reached again and again.'));
  }
  return outcome;
}

/** Whoever listens may be at fault; the lane goes on. */
function finish(decision: Decision, entries: unknown[]): void {
  try {
    decision.done(entries);
  } catch (error) {
    decision.fail(error);
  }
}

/** One bad plan takes no other with it: each of its batch is tried by itself. */
function recover(batch: Waiting[], error: unknown, verdict: Verdict): Outcome {
  const outcome: Outcome = { settle: [], later: [] };
  for (const waiting of batch) {
    const another = verdict === 'again' || (verdict === 'refused' && batch.length > 1);
    if (another) again({ ...waiting, alone: true }, outcome, error);
    else outcome.settle.push(() => waiting.decision.fail(error));
  }
  return outcome;
}

function again(waiting: Waiting, outcome: Outcome, error: unknown): void {
  if (waiting.rounds + 1 >= mostRounds) outcome.settle.push(() => waiting.decision.fail(error));
  else outcome.later.push({ ...waiting, rounds: waiting.rounds + 1 });
}
