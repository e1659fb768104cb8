import { expect, vi } from 'vitest';
import { endedStatuses } from '#contract/lifecycle';
import type { Status } from '#contract/lifecycle';
import { verifyChain } from '../../../service/src/audit/chain.ts';
import type { AuditEntry } from '../../../service/src/store/types.ts';
import type { Method } from '#contract/words';
import { flows } from './flows.ts';
import type { FlowName, Step } from './flows.ts';
import type { KillStage } from './kill-stage.ts';
import { createTechnician } from './technician.ts';

/** Kills and remembers: what was acknowledged over all rounds must still stand at the end. */
export function createRounds(stage: KillStage) {
  const { service } = stage;
  const acknowledged = new Map<string, Status>();
  let sends = 0;

  /** One verification from SEND to its end, with one kill that `arrange` has prepared. */
  async function oneRound({ flow, method, told, codes }: Omit<Step, 'step'>, arrange: () => Promise<void> | void): Promise<void> {
    const technician = createTechnician(stage, await stage.addPerson(flows[flow].codeCheck), method);
    const before = service.kills();
    await arrange();
    const ended = await flows[flow].run(technician, stage);
    await vi.waitFor(() => expect(service.kills() - before, 'kills in this round').toBe(1), 10_000);
    expect(await technician.look()).toMatchObject({ status: ended.status, receipt: ended.receipt, triesLeft: ended.triesLeft });
    expect(ended.status).toBe(technician.codeIsThere() ? flows[flow].withCode : flows[flow].withoutCode);
    if (told !== 'either') expect(new Set(technician.told())).toEqual(new Set([told ?? 'handed_over']));
    if (told !== 'either') expect(technician.received()).toHaveLength(codes ?? technician.sends());
    acknowledged.set(ended.id, ended.status);
    sends += technician.sends();
  }

  return {
    async killAt(step: Step, rounds: number): Promise<void> {
      for (let round = 0; round < rounds; round += 1) await oneRound(step, () => service.killAt(step.step));
    },
    /** Somewhere in the first 100 ms after SEND, which is longer than the whole flow takes. */
    async killAnywhere(flow: FlowName, method: Method, rounds: number): Promise<void> {
      for (let round = 0; round < rounds; round += 1) {
        await oneRound({ flow, method, told: 'either' }, () => void setTimeout(service.kill, Math.random() * 100));
      }
    },
    kills: service.kills,
    /** The log verifies, ends every verification once and as acknowledged, and no message left without its SEND. */
    async expectNothingLost(): Promise<void> {
      const entries = await readAudit(stage);
      expect(verifyChain(entries)).toBeUndefined();
      for (const command of ['checkpoint', 'verify']) expect(await service.command('audit', command)).toMatchObject({ exit: 0 });
      const told = entries.map(({ body }) => JSON.parse(body) as { type: string; verificationId: string | null });
      const ends = told.filter(({ type }) => endedStatuses.some((status) => status === type));
      expect(ends.map(({ verificationId, type }) => [verificationId, type]).toSorted()).toEqual([...acknowledged].toSorted());
      expect(told.filter(({ type }) => type === 'send_queued')).toHaveLength(sends);
      const rows: unknown[] = [];
      for await (const { table, row } of service.store.backup()) if (table === 'verifications') rows.push([row['id'], row['status']]);
      expect(rows.toSorted()).toEqual([...acknowledged].toSorted());
      expect(stage.mail.violations).toEqual([]);
      const withCode = [...stage.mail.messages, ...stage.texts.messages].filter(({ code }) => code !== undefined);
      expect(withCode.length).toBeLessThanOrEqual(sends);
    },
  };
}

async function readAudit({ service, tenant }: KillStage): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for (let page = await service.store.listAudit(tenant.id, 1, 1000); page.length > 0; page = await service.store.listAudit(tenant.id, entries.length + 1, 1000)) entries.push(...page);
  return entries;
}
