import { repeat } from '../lib/repeat.ts';
import { describeError } from '../lib/log.ts';
import type { Log } from '../lib/log.ts';
import type { Store } from '../store/store.ts';
import type { AuditHead, Statement } from '../store/types.ts';
import { findAnchor, leadsTo } from './anchors.ts';
import { createOutlets } from './outlets.ts';
import type { Outlets } from './outlets.ts';
import { findUnbacked } from './outside-checkpoints.ts';
import type { Sink } from './sinks/sink.ts';
import type { Signer } from './statements.ts';

export type KeeperDeps = {
  store: Pick<Store, 'listAudit' | 'listAuditHeads' | 'listTenants' | 'findNewestStatement' | 'listExplanations' | 'addStatement'>;
  signer: Signer;
  sinks: readonly Sink[];
  /** The checkpoint file: what explains that entries are missing must stand in it. */
  file: string;
  now: () => number;
  log: Pick<Log, 'warn' | 'error'>;
  everyMs?: number;
};
/** What one round did. `broken`: tenants whose chain does not go on from what was signed before; nothing is signed for them. */
export type Round = { signed: Statement[]; broken: string[]; failedSinks: Sink['name'][] };
export type Keeper = Pick<Outlets, 'writtenAt'> & {
  round(): Promise<Round>;
  start(): void;
  /** With a last round. */
  stop(): Promise<void>;
};

/** Signs the head of every chain that moved, keeps that in the database and writes it to every sink. */
export function createKeeper({ store, signer, sinks, file, now, log, everyMs = 60_000 }: KeeperDeps): Keeper {
  const outlets = createOutlets({ sinks, now, log });
  const anchors = new Map<string, Statement>();
  const deps = { store, publicKeys: signer.publicKeys };

  /** Returns the tenants whose log is explained by a statement that is not outside: one signed elsewhere hides a cut. */
  async function loadAnchors(): Promise<string[]> {
    const unknown = (await store.listTenants()).map(({ id }) => id).filter((id) => !anchors.has(id));
    const explanations: Statement[] = [];
    for (const id of unknown) explanations.push(...(await store.listExplanations(id)));
    const doubtful = new Set((await findUnbacked(file, explanations)).map(({ tenantId }) => tenantId));
    for (const id of unknown) if (!doubtful.has(id)) await loadAnchor(id);
    return [...doubtful];
  }

  async function loadAnchor(tenantId: string): Promise<void> {
    const anchor = await findAnchor(deps, tenantId);
    if (!anchor) return;
    anchors.set(tenantId, anchor);
    // It may not have left before the last stop.
    if (anchor.kind === 'checkpoint') outlets.add(anchor);
  }

  /** Retention in another process may have removed the anchor's successor: it signed so. */
  async function isSound(head: AuditHead): Promise<boolean> {
    const anchor = anchors.get(head.tenantId);
    if (await leadsTo(deps, head, anchor)) return true;
    const newer = anchor && (await findAnchor(deps, head.tenantId, anchor.at));
    if (!newer || newer.signed === anchor?.signed || (await findUnbacked(file, await store.listExplanations(head.tenantId))).length > 0) return false;
    return leadsTo(deps, head, newer);
  }

  async function sign(head: AuditHead): Promise<Statement | 'broken' | 'unmoved'> {
    const anchor = anchors.get(head.tenantId);
    if (anchor?.kind === 'checkpoint' && anchor.sequence === head.sequence && anchor.hash === head.hash) return 'unmoved';
    if (!(await isSound(head))) return 'broken';
    const checkpoint = await signer.sign({ kind: 'checkpoint', tenantId: head.tenantId, sequence: head.sequence, hash: head.hash, at: now() });
    await store.addStatement(checkpoint);
    anchors.set(head.tenantId, checkpoint);
    outlets.add(checkpoint);
    return checkpoint;
  }

  async function round(): Promise<Round> {
    const unexplained = await loadAnchors();
    for (const tenantId of unexplained) log.error({ tenantId }, 'the audit log is explained by a removal or restore that is not in the checkpoint file: run audit verify');
    const signed: Statement[] = [];
    const heads = (await store.listAuditHeads()).filter(({ tenantId }) => !unexplained.includes(tenantId));
    const cut = [...anchors.keys()].filter((tenantId) => !heads.some((head) => head.tenantId === tenantId));
    for (const head of heads) {
      const result = await sign(head);
      if (result === 'broken') cut.push(head.tenantId);
      else if (result !== 'unmoved') signed.push(result);
    }
    for (const tenantId of cut) log.error({ tenantId }, 'the audit log does not go on from its last checkpoint: run audit verify');
    return { signed, broken: [...unexplained, ...cut], failedSinks: await outlets.flush() };
  }

  const failed = (error: unknown) => log.error(describeError(error), 'checkpoints failed');
  let rounds: { stop(): Promise<void> } | undefined;
  return {
    round,
    start: () => { rounds ??= repeat(round, everyMs, failed); },
    stop: async () => {
      await rounds?.stop();
      await round().catch(failed);
    },
    writtenAt: outlets.writtenAt,
  };
}
