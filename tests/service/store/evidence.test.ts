import { describe, expect, test } from 'vitest';
import { verifyChain } from '../../../service/src/audit/chain.ts';
import type { Statement } from '../../../service/src/store/types.ts';
import { event, start } from './fixture.ts';
import { useHouse } from './house.ts';

const house = useHouse();

function statement(kind: Statement['kind'], sequence: number, hash: string, at = start): Statement {
  return { tenantId: house.world.tenant.id, kind, sequence, hash, at, signed: `${kind}.${sequence}.${hash}` };
}

test('the heads of all chains are their newest entries', async () => {
  const { store, other, world, stranger } = house;
  await other.appendAudit(world.tenant.id, event('noted'));
  const newest = async (tenantId: string) => (await store.listAudit(tenantId, 1, 99)).at(-1);
  const heads = await store.listAuditHeads();
  for (const { tenant } of [world, stranger]) {
    const entry = await newest(tenant.id);
    expect(heads).toContainEqual({ tenantId: tenant.id, sequence: entry?.sequence, hash: entry?.hash });
  }
  expect(heads).toHaveLength(2);
});

test('an entry needs a tenant that is there', async () => {
  await expect(house.store.appendAudit('nobody', event('noted'))).rejects.toThrow();
});

test('statements are kept once, in their order, for their tenant', async () => {
  const { store, other, world, stranger } = house;
  const [first, second] = [statement('checkpoint', 1, 'aa'), statement('checkpoint', 2, 'bb', start + 1)];
  for (const one of [second, first, second]) await store.addStatement(one);
  expect(await other.listStatements(world.tenant.id, 9)).toEqual([first, second]);
  expect(await other.listStatements(stranger.tenant.id, 9)).toEqual([]);
});

test('statements come in pages, also where several were made at one time, and the newest and the explanations by themselves', async () => {
  const { store, world, stranger } = house;
  const kinds = ['checkpoint', 'removal', 'checkpoint', 'restored', 'checkpoint'] as const;
  const made = kinds.map((kind, index) => statement(kind, index + 1, 'aa', start + Math.floor(index / 3)));
  made.push(statement('checkpoint', 5, 'bb', start + 1));
  for (const one of made) await store.addStatement(one);
  const first = await store.listStatements(world.tenant.id, 2);
  const second = await store.listStatements(world.tenant.id, 3, first.at(-1));
  const third = await store.listStatements(world.tenant.id, 3, second.at(-1));
  expect([...first, ...second, ...third]).toEqual(made);
  expect(await store.findNewestStatement(world.tenant.id)).toMatchObject({ sequence: 5, at: start + 1 });
  expect(await store.findNewestStatement(stranger.tenant.id)).toBeUndefined();
  expect(await store.listExplanations(world.tenant.id)).toEqual([made[1], made[3]]);
});

describe('retention', () => {
  test('removes old entries with the statement that says so; the rest goes on as it was', async () => {
    const { store, world } = house;
    for (let index = 0; index < 5; index += 1) await store.appendAudit(world.tenant.id, event('noted', { index }));
    const before = await store.listAudit(world.tenant.id, 1, 99);
    const last = before[3];
    if (!last) throw new Error('no entries');
    const removal = statement('removal', last.sequence, last.hash);
    expect(await store.removeAudit(removal, event('audit_removed'))).toBe(4);
    const after = await store.listAudit(world.tenant.id, 1, 99);
    expect(after.slice(0, -1)).toEqual(before.slice(4));
    expect(after.at(-1)?.body).toContain('audit_removed');
    expect(verifyChain(after, last)).toBeUndefined();
    expect(await store.listStatements(world.tenant.id, 9)).toEqual([removal]);
  });

  test('removes hundreds of entries beside hundreds of statements', async () => {
    const { store, world } = house;
    for (let index = 0; index < 300; index += 1) await store.appendAudit(world.tenant.id, event('noted', { index }));
    for (let index = 0; index < 300; index += 1) await store.addStatement(statement('checkpoint', 1, 'aa', start + index));
    const head = (await store.listAudit(world.tenant.id, 290, 1))[0];
    expect(await store.removeAudit(statement('removal', 290, head?.hash ?? '', start + 999), event('audit_removed'))).toBe(290);
  });
});
