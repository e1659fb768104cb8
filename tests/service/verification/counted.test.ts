import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { countWritten } from '../../../service/src/metrics/count-written.ts';
import { createVerifications } from '../../../service/src/verification/verifications.ts';
import { codeKey, createHarness } from './harness.ts';
import type { Harness } from './harness.ts';
import { addPhone, press, startPush, wrongNumber } from './phones.ts';
import type { TestPhone } from './phones.ts';
import { wantNote } from './want-note.ts';

let core: Harness;
let phone: TestPhone;
const counts = { ended: vi.fn(), wrongCode: vi.fn(), message: vi.fn(), alert: vi.fn(), ticketNote: vi.fn() };
beforeEach(async () => {
  core = await createHarness({ configured: ['push', 'sms', 'email'] });
  phone = await addPhone(core);
  const verifications = createVerifications({ store: countWritten(core.store, counts), connectwise: core.connectwise, now: () => core.clock.now, codeKey, configured: core.configured, kick: () => undefined });
  core = { ...core, verifications };
  vi.clearAllMocks();
});
afterEach(() => core.close());

test('an answer that ends a verification is counted once, however often it comes', async () => {
  const { id } = await startPush(core);
  await press(core, phone, id, 'deny');
  await press(core, phone, id, 'deny');
  expect(counts.ended.mock.calls).toMatchObject([[{ status: 'denied', method: 'push', endReason: 'phone_denied' }]]);
  expect(counts.alert).not.toHaveBeenCalled();
});

test('wrong numbers and alerts are counted', async () => {
  const { id } = await startPush(core, { check: 'number' });
  await press(core, phone, id, 'approve', { number: wrongNumber(id), attempt: 1 });
  await press(core, phone, id, 'not_requested');
  expect(counts.wrongCode.mock.calls).toMatchObject([[{ method: 'push' }]]);
  expect(counts.alert.mock.calls).toMatchObject([[{ kind: 'not_requested' }]]);
});

test('what comes of each attempt at a ticket note is counted', async () => {
  const { id } = await startPush(core);
  await wantNote(core, id);
  await press(core, phone, id, 'deny');
  const note = await core.store.claimTicketNote(core.clock.now, 1);
  await countWritten(core.store, counts).updateTicketNote({ ...note!, state: 'failed', reason: 'unreachable', nextAt: core.clock.now + 60_000 }, note!);
  await countWritten(core.store, counts).updateTicketNote({ ...note!, state: 'written' }, note!);
  expect(counts.ticketNote.mock.calls).toMatchObject([[{ id, state: 'failed', reason: 'unreachable' }]]);
});
