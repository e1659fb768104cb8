import { createSqliteStore } from '../../../service/src/store/sqlite/sqlite-store.ts';

/** Run as a process of its own: decides one verification 25 times, notes each round, prints how often it won. */
const [path = '', tenantId = '', id = ''] = process.argv.slice(2);
const store = await createSqliteStore({ path });
const entry = (type: string) => ({ type, at: 1, technicianId: null, verificationId: id, details: {} });
let won = 0;
for (let round = 0; round < 25; round += 1) {
  const written = await store.change(tenantId, id, ({ verification }) =>
    verification.status === 'pending'
      ? { result: true, verification: { ...verification, status: 'denied', endedAt: 1 }, audit: [entry('raced')] }
      : { result: false, audit: [entry('too_late')] },
  );
  if (written?.result) won += 1;
}
await store.close();
process.stdout.write(String(won));
