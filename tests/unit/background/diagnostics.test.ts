import { expect, test } from 'vitest';
import { createWorld, tabId } from './world';

async function ask(description: unknown, page?: 'gone') {
  const world = createWorld();
  world.description = description;
  if (page) world.page = page;
  const worker = world.startWorker();
  await worker.started;
  return worker.handlers['panel/diagnostics']({ name: 'panel/diagnostics', tabId }, {});
}

test('a page is described with the version and the browser above it', async () => {
  expect(await ask(['cloud, build v2025_1', ' tr.pod-element-row'])).toEqual({ ok: true, text: 'Countersign 0.1.0, Edge on Windows\ncloud, build v2025_1\n tr.pod-element-row' });
});

test.each([
  ['an address', ['jo@acme.example']],
  ['a name in another script', ['山田太郎']],
  ['markup', ['<b>']],
  ['a line of any length', ['a'.repeat(1001)]],
  ['lines without end', Array.from({ length: 601 }, () => 'a')],
  ['no lines', { contact: 'Jo' }],
  ['nothing', undefined],
])('an answer with %s is not passed on', async (_, description) => {
  expect(await ask(description)).toEqual({ ok: false, code: 'page_gone' });
});

test('a page that is gone is said to be', async () => {
  expect(await ask([], 'gone')).toEqual({ ok: false, code: 'page_gone' });
});
