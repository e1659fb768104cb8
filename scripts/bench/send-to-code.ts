import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';
import { crowd } from '../../tests/support/stage/cast.ts';
import { openStage } from '../../tests/support/stage/stage.ts';
import type { Stage } from '../../tests/support/stage/stage.ts';
import { openPanel } from '../../tests/support/stage/technician.ts';
import type { Technician } from '../../tests/support/stage/technician.ts';
import { createTestClient } from '../../tests/support/test-client.ts';
import type { TestClient } from '../../tests/support/test-client.ts';
import { median } from './figure.ts';
import type { Figure } from './figure.ts';

type Ticket = (typeof crowd)[number];

/** The first of each is not counted. */
const samples = 16;

/** For whoever reads the figures. */
export const aboutSendToCode = `SEND to code: ${samples - 1} clicks in the real side panel, until the frame that shows the digits. The panel shows them once the
message was handed over, so the bare request waits for that too (POST, then the status stream). Both include the test's mail server,
which greets after 100 ms.`;

/**
 * From the click on SEND in the real side panel to the frame that shows the code, and what the extension adds to the bare
 * request: POST and status stream until the message was handed over, which is when the panel shows the code, by a client
 * without a browser. Both in turn on one service.
 */
export async function measureSendToCode(): Promise<Figure[]> {
  await using stack = new AsyncDisposableStack();
  const stage = stack.adopt(await openStage({ headless: true }), (each) => each.close());
  await addCallers(stage);
  const [first = crowd[0]!] = crowd;
  await stage.openTicket(first.number);
  const technician = await openPanel(stage);
  await stage.signIn();
  const client = await createTestClient(stage.service.origin);
  await client.pair(await stage.service.pairingCode());
  const [panelMs, bareMs]: [number[], number[]] = [[], []];
  for (const [index, ticket] of crowd.slice(0, samples).entries()) {
    panelMs.push(await sendInPanel(stage, technician, ticket));
    bareMs.push(await sendBare(client, index));
  }
  const [panel, bare] = [median(panelMs.slice(1)), median(bareMs.slice(1))];
  return [
    { name: 'SEND to code in the panel / bare request', value: panel / bare, unit: '×', limit: null },
    { name: 'SEND to code in the panel, above the bare request', value: panel - bare, unit: 'ms', limit: { atMost: 50 } },
    { name: 'SEND to code in the panel', value: panel, unit: 'ms', limit: null },
    { name: 'SEND to code, bare request', value: bare, unit: 'ms', limit: null },
  ];
}

/** Callers of their own for the bare requests: a destination gets no two codes within 20 seconds. */
async function addCallers({ service }: Stage): Promise<void> {
  const csv = path.join(service.data, 'callers.csv');
  const lines = Array.from({ length: samples }, (_, index) => `Acme Example,Caller ${index},${callerEmail(index)},`);
  await writeFile(csv, ['customer,name,email,mobile', ...lines].join('\n'));
  await service.command('account', 'import', csv, '--country', 'US');
}

const callerEmail = (index: number) => `caller${index}@acme.example`;

async function sendInPanel(stage: Stage, technician: Technician, ticket: Ticket): Promise<number> {
  await stage.openTicket(ticket.number);
  await technician.sees(ticket.email);
  await technician.button('SEND').waitFor();
  await technician.choose('Email');
  const shown = await watchForCode(technician.panel);
  await technician.press('SEND');
  const tookMs = await shown();
  await technician.press('DENY');
  await technician.press('CANCEL');
  return tookMs;
}

/** Arms a stopwatch in the panel: from the click to the frame after the digits came. Answers how to read it. */
async function watchForCode(panel: Page): Promise<() => Promise<number>> {
  const watch = await panel.evaluateHandle(() => {
    const digits = () => /\d{6}/.test((document.querySelector('[data-code]')?.textContent ?? '').replace(/\D/g, ''));
    const clicked = new Promise<number>((resolve) => document.addEventListener('click', ({ timeStamp }) => resolve(timeStamp), { capture: true, once: true }));
    const shown = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!digits()) return;
        observer.disconnect();
        requestAnimationFrame((frameAt) => resolve(Math.max(frameAt, performance.now())));
      });
      observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    return { tookMs: Promise.all([clicked, shown]).then(([start, end]) => end - start) };
  });
  return () => watch.evaluate(({ tookMs }) => tookMs);
}

async function sendBare(client: TestClient, index: number): Promise<number> {
  const contact = { ticket: { host: 'na.myconnectwise.net', number: String(7_000_000 + index) }, company: 'Acme Example', contact: `Caller ${index}`, email: callerEmail(index) };
  const startedAt = performance.now();
  const { status, body } = await client.call('startVerification', { body: { contact, method: 'email', action: null, direction: 'inbound', check: 'code' } });
  if (status !== 201) throw new Error(`The bare SEND was answered ${status}.`);
  const leaving = new AbortController();
  const { events } = await client.watch(body.id, leaving.signal);
  for await (const { data } of events) {
    if (['queued', 'sending'].includes(data.delivery?.state)) continue;
    const tookMs = performance.now() - startedAt;
    leaving.abort();
    return tookMs;
  }
  throw new Error('The stream ended before the message was handed over.');
}
