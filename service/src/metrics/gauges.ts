import { Gauge, collectDefaultMetrics } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Keeper } from '../audit/keeper.ts';
import { within } from '../lib/within.ts';
import { parts } from '../lifecycle/readiness.ts';
import type { Readiness } from '../lifecycle/readiness.ts';
import type { Backlog, Store } from '../store/store.ts';

export type GaugesDeps = { store: Pick<Store, 'countBacklog'>; readiness: Readiness; keeper: Pick<Keeper, 'writtenAt'>; now: () => number; monotonic: () => number };

const freshMs = 3000;
const mostMs = 1000;

/** What is asked for at the moment of a scrape: what waits, what is ready, and the process itself. */
export function addGauges(registry: Registry, { store, readiness, keeper, now, monotonic }: GaugesDeps): void {
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const readBacklog = createBacklogReader(store, monotonic);
  const figures = {
    countersign_outbox_messages: ['Messages that wait to be sent', ({ messages }: Backlog) => messages],
    countersign_outbox_oldest_seconds: ['Age of the oldest message that waits', ({ oldestMessageAt }: Backlog) => (oldestMessageAt === null ? 0 : Math.max(0, now() - oldestMessageAt) / 1000)],
    countersign_notices_waiting: ['Notices that wait to be sent', ({ notices }: Backlog) => notices],
    countersign_ticket_notes_waiting: ['Ticket notes that wait to be written', ({ ticketNotes }: Backlog) => ticketNotes],
    countersign_verifications_pending: ['Verifications that nobody decided yet', ({ pending }: Backlog) => pending],
  } as const;
  for (const [name, [help, read]] of Object.entries(figures)) {
    new Gauge({ name, help, registers, async collect() {
      const backlog = await readBacklog();
      this.set(backlog ? read(backlog) : Number.NaN);
    } });
  }
  new Gauge({ name: 'countersign_checkpoint_written_timestamp_seconds', help: 'When a checkpoint of the audit log last reached this place outside the database', labelNames: ['sink'], registers, collect() {
    for (const [sink, at] of keeper.writtenAt()) this.set({ sink }, at / 1000);
  } });
  new Gauge({ name: 'countersign_ready', help: 'Whether a part of the service can do its work (1) or not (0)', labelNames: ['part'], registers, async collect() {
    const missing = await readiness.findMissing();
    for (const part of parts) this.set({ part }, missing.includes(part) ? 0 : 1);
  } });
}

/** One count serves all figures of a scrape, and those of the next few seconds. Undefined: the database does not tell. */
function createBacklogReader(store: Pick<Store, 'countBacklog'>, monotonic: () => number): () => Promise<Backlog | undefined> {
  let asked: { at: number; answer: Promise<Backlog | undefined> } | undefined;
  return () => {
    if (!asked || monotonic() - asked.at > freshMs) asked = { at: monotonic(), answer: within(mostMs, store.countBacklog()).catch(() => undefined) };
    return asked.answer;
  };
}
