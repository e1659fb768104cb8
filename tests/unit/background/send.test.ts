import { describe, expect, test, vi } from 'vitest';
import { bySms, contact, otherAbout, otherContact } from '../workflow/samples';
import { atReady, callsOf, createWorld, flowOf, readingOf, snapshotOf, tabId, untilFlow } from './world';

const send = { name: 'send', ...bySms } as const;

describe('SEND', () => {
  test('reads the page again, stores the key, posts once and follows the verification', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    expect(await worker.press(send)).toEqual({ ok: true });
    await untilFlow(world, 'live');
    const posts = callsOf(world, 'start');
    expect(posts).toHaveLength(1);
    const [idempotencyKey, body] = posts[0]!.details;
    expect(body).toEqual({ contact, ...bySms });
    expect(posts[0]!.stored.flows['na.myconnectwise.net/4711']).toMatchObject({ name: 'sending', step: 'posting', request: { idempotencyKey } });
    await vi.waitFor(() => expect(world.streams).toHaveLength(1));
    expect(world.alarm).toBe(true);
  });

  test('pressed five times at once, posts once', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    const answers = await Promise.all(Array.from({ length: 5 }, () => worker.press(send)));
    await untilFlow(world, 'live');
    expect(callsOf(world, 'start')).toHaveLength(1);
    expect(answers.filter((answer) => 'ok' in answer && answer.ok)).toHaveLength(1);
  });

  const changes = {
    company: readingOf({ ...contact, company: 'Other' }),
    contact: readingOf({ ...contact, contact: 'Other' }),
    email: readingOf({ ...contact, email: 'other@acme.example' }),
    number: readingOf({ ...contact, ticket: { ...contact.ticket, number: '4712' } }),
    'not a ticket': { kind: 'not_ticket', why: 'other_screen' },
  } as const;
  test.each(Object.entries(changes))('a page that differs in %s by then posts nothing', async (_field, reading) => {
    const world = createWorld();
    const worker = await atReady(world);
    world.page = reading;
    await worker.press(send);
    await vi.waitFor(() => expect(flowOf(world)?.name).not.toBe('sending'));
    await worker.tick();
    expect(callsOf(world, 'start')).toEqual([]);
  });

  test('a page that names another contact by then is looked up anew, and the panel says that it changed', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    world.page = readingOf(otherContact);
    await worker.press(send);
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ name: 'ready', about: otherAbout, trouble: { code: 'page_changed' } }));
    expect(callsOf(world, 'start')).toEqual([]);
  });

  test.each([
    ['gone', 'gone', 'page_gone'],
    ['still settling', { kind: 'settling', number: '4711' }, 'page_settling'],
  ] as const)('a page that is %s posts nothing and says so', async (_title, page, code) => {
    const world = createWorld();
    const worker = await atReady(world);
    world.page = page;
    await worker.press(send);
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ name: 'ready', trouble: { code } }));
    expect(callsOf(world, 'start')).toEqual([]);
  });

  test('what the panel shows must be what the flow is about', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    expect(await worker.press(send, otherContact)).toEqual({ ok: false, code: 'page_changed' });
    expect(callsOf(world, 'start')).toEqual([]);
  });

  test('while the page settles nothing can be sent', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    await worker.read({ kind: 'settling', number: '4711' });
    expect(await worker.press(send)).toEqual({ ok: false, code: 'page_settling' });
  });

  test('without an answer it may have been sent; again is the same SEND', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    world.answers['start'] = { ok: false, trouble: { code: 'unreachable' } };
    await worker.press(send);
    await untilFlow(world, 'send_lost');
    delete world.answers['start'];
    expect(await worker.press({ name: 'send_again' })).toEqual({ ok: true });
    await untilFlow(world, 'live');
    const keys = callsOf(world, 'start').map((call) => call.details[0]);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  test('a lost SEND is not repeated once the page names somebody else', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    world.answers['start'] = { ok: false, trouble: { code: 'unreachable' } };
    await worker.press(send);
    await untilFlow(world, 'send_lost');
    await worker.read(readingOf(otherContact));
    expect(await worker.press({ name: 'send_again' })).toEqual({ ok: false, code: 'page_changed' });
    expect(callsOf(world, 'start')).toHaveLength(1);
  });

  test('a refusal sent nothing and is shown with its wait', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    world.answers['start'] = { ok: false, trouble: { code: 'too_soon', retryAfterSeconds: 12 } };
    await worker.press(send);
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ name: 'ready', trouble: { code: 'too_soon', retryAfterSeconds: 12 } }));
  });
});

describe('a decision', () => {
  test('APPROVE ends the verification when the service says so, and the stream with it', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    await worker.press(send);
    await untilFlow(world, 'live');
    await worker.press({ name: 'approve' });
    await untilFlow(world, 'ended');
    expect(callsOf(world, 'decide').map((call) => call.details[1])).toEqual(['approve']);
    world.clock += 900_000; // as long as the success counts
    await worker.tick();
    expect(world.alarm).toBe(false);
  });

  test('a result stays with its own contact, and after OK the page’s contact is looked up', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    await worker.press(send);
    await untilFlow(world, 'live');
    await worker.press({ name: 'approve' });
    await untilFlow(world, 'ended');
    await worker.read(readingOf(otherContact));
    expect(flowOf(world)?.about).toEqual({ contact });
    await worker.press({ name: 'finish' });
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ name: 'ready', about: otherAbout }));
    expect(callsOf(world, 'resolve').at(-1)?.details).toEqual([{ contact: otherContact }]);
  });

  test('a result that nobody has read outlives a reload of the page', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    await worker.press(send);
    await untilFlow(world, 'live');
    await worker.press({ name: 'approve' });
    await untilFlow(world, 'ended');
    world.page = 'gone';
    await worker.tabUpdated(tabId);
    expect(snapshotOf(world).tabs).toEqual({});
    await worker.read();
    expect(flowOf(world)).toMatchObject({ name: 'ended', received: { verification: { status: 'approved' } } });
  });

  test('a result is forgotten with its tab, a live verification is not', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    await worker.press(send);
    await untilFlow(world, 'live');
    await worker.tabRemoved(7);
    expect(flowOf(world)?.name).toBe('live');
    world.verification = { ...world.verification, status: 'expired', now: 9000 };
    world.streams[0]!.handlers.onVerification({ verification: world.verification, receivedAt: 2 });
    await untilFlow(world, 'ended');
    await worker.read();
    await worker.tabRemoved(7);
    expect(snapshotOf(world).flows).toEqual({});
  });
});
