import { describe, expect, test, vi } from 'vitest';
import { badgeOf } from '../../../utils/background/badge';
import { podStatusOf } from '../../../utils/background/pod-status';
import { about, bySms, caller, contact, found, options, record } from '../workflow/samples';
import { atReady, callsOf, createWorld, flowOf, snapshotOf, tabId, untilFlow } from './world';

const byCaller = { ...about, caller };

/** A worker whose technician has searched for the caller and chosen one. */
async function atOtherCaller() {
  const world = createWorld();
  world.options = { ...options, record };
  const worker = await atReady(world);
  await worker.press({ name: 'search', text: 'roe' });
  await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ search: { found } }));
  world.options = { ...options, record: { ...record, contactId: 8, name: 'Sam Roe', isTicketContact: false } };
  await worker.press({ name: 'choose_caller', ...caller });
  await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ name: 'ready', about: byCaller }));
  return { world, worker };
}

describe('a caller who is not the ticket’s contact', () => {
  test('is searched for on that ticket, and from then on asked about and sent for, with the reason', async () => {
    const { world, worker } = await atOtherCaller();
    expect(callsOf(world, 'searchContacts').map(({ details }) => details)).toEqual([[{ contact, text: 'roe' }]]);
    expect(callsOf(world, 'resolve').at(-1)?.details).toEqual([{ contact, caller }]);
    await worker.pressAbout(byCaller, { name: 'send', ...bySms });
    await untilFlow(world, 'live');
    expect(callsOf(world, 'start').map(({ details }) => details[1])).toEqual([{ contact, caller, ...bySms }]);
  });

  test('stays chosen while the page says the same, and the technician finds back', async () => {
    const { world, worker } = await atOtherCaller();
    await worker.read();
    expect(flowOf(world)).toMatchObject({ about: byCaller });
    await worker.pressAbout(byCaller, { name: 'ticket_contact' });
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ name: 'ready', about }));
    expect(callsOf(world, 'resolve').at(-1)?.details).toEqual([{ contact }]);
  });

  test('is not sent for by a press on the ticket’s own contact, nor the other way round', async () => {
    const { world, worker } = await atOtherCaller();
    expect(await worker.pressAbout(about, { name: 'send', ...bySms })).toEqual({ ok: false, code: 'page_changed' });
    expect(await worker.pressAbout({ ...about, caller: { ...caller, contactId: 9 } }, { name: 'send', ...bySms })).toEqual({ ok: false, code: 'page_changed' });
    expect(callsOf(world, 'start')).toEqual([]);
  });

  test('who was verified makes the page’s contact look verified nowhere: neither in the pod nor on the toolbar button', async () => {
    const { world, worker } = await atOtherCaller();
    await worker.pressAbout(byCaller, { name: 'send', ...bySms });
    await untilFlow(world, 'live');
    await worker.pressAbout(byCaller, { name: 'approve' });
    await untilFlow(world, 'ended');
    expect(podStatusOf(snapshotOf(world), tabId, world.clock)).toEqual({ status: 'unverified' });
    expect(badgeOf(snapshotOf(world), tabId, world.clock).text).toBe('');
  });

  test('cannot be found where the service does not answer, and the panel says why', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    world.answers['searchContacts'] = { ok: false, trouble: { code: 'connectwise_unavailable', connectwise: 'busy' } };
    await worker.press({ name: 'search', text: 'roe' });
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ search: { trouble: { code: 'connectwise_unavailable', connectwise: 'busy' } } }));
  });
});
