import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';
import { readConfig } from '../../service/src/config.ts';
import { openStore } from '../../service/src/store/open-store.ts';
import { aSubscription, addTestPhone } from '../../tests/support/add-phone.ts';
import { poll } from '../../tests/support/browsers/poll.ts';
import { createTestPhone } from '../../tests/support/phone-client.ts';
import type { TestPhone } from '../../tests/support/phone-client.ts';
import { connectUserAgent } from '../../tests/support/push-service/user-agent.ts';
import { openStage } from '../../tests/support/stage/stage.ts';
import type { Stage } from '../../tests/support/stage/stage.ts';
import { openPanel } from '../../tests/support/stage/technician.ts';
import type { Technician } from '../../tests/support/stage/technician.ts';
import { median } from './figure.ts';
import type { Figure } from './figure.ts';

/** The first of them is not counted. */
const samples = 51;
/** Each with a phone of their own: the phones of an account get no two pushes within 20 seconds. */
const callers = Array.from({ length: samples }, (_, index) => ({
  number: String(8_000_000 + index), summary: 'Password', company: 'Acme Example', contact: `Phone owner ${index}`, email: `owner${index}@acme.example`,
}));
type Caller = (typeof callers)[number];

/** For whoever reads the figures. */
export const aboutApproveToConfirmation = `Approve to confirmation: ${samples - 1} answers to a push, each signed and posted by a phone without a browser, until the frame in which the real
side panel says "User Identity Successfully Verified". The bare answer is the same request until its own reply.`;

/** From a phone's signed Approve to the confirmation in the real side panel, and what lies between the two beside the request itself. */
export async function measureApproveToConfirmation(): Promise<Figure[]> {
  await using stack = new AsyncDisposableStack();
  const stage = stack.adopt(await openStage({ headless: true, callers }), (each) => each.close());
  const phones = await addPhones(stage, stack);
  await stage.openTicket(callers[0]!.number);
  const technician = await openPanel(stage);
  await stage.signIn();
  const [panelMs, bareMs]: [number[], number[]] = [[], []];
  for (const [index, caller] of callers.entries()) {
    const took = await approve(stage, technician, caller, phones[index]!);
    panelMs.push(took.panelMs);
    bareMs.push(took.bareMs);
  }
  const [panel, bare] = [median(panelMs.slice(1)), median(bareMs.slice(1))];
  return [
    { name: 'Approve to confirmation in the panel, above the bare answer', value: panel - bare, unit: 'ms', limit: { atMost: 150 } },
    { name: 'Approve to confirmation in the panel', value: panel, unit: 'ms', limit: null },
    { name: 'Approve, bare answer', value: bare, unit: 'ms', limit: null },
  ];
}

/** Accounts by the command line, and their phones past the invitations: one network may use only so many in ten minutes. */
async function addPhones({ service, push }: Stage, stack: AsyncDisposableStack): Promise<TestPhone[]> {
  const csv = path.join(service.data, 'callers.csv');
  await writeFile(csv, ['customer,name,email,mobile', ...callers.map(({ company, contact, email }) => `${company},${contact},${email},`)].join('\n'));
  await service.command('account', 'import', csv, '--country', 'US');
  const userAgent = stack.adopt(await connectUserAgent(push.serverUrl), (each) => each.close());
  const { endpoint } = await userAgent.subscribe();
  await using store = asDisposable(await openStore(readConfig({ COUNTERSIGN_DATA: service.data })));
  const [tenant] = await store.listTenants();
  const phones = await Promise.all(callers.map(() => createTestPhone(service.origin)));
  for (const [index, { email }] of callers.entries()) await addTestPhone({ store, now: Date.now }, { tenantId: tenant!.id, email }, phones[index]!.jwk, aSubscription(endpoint));
  return phones;
}

function asDisposable<T extends { close(): Promise<void> }>(store: T): T & AsyncDisposable {
  return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
}

async function approve(stage: Stage, technician: Technician, caller: Caller, phone: TestPhone): Promise<{ panelMs: number; bareMs: number }> {
  await stage.openTicket(caller.number);
  await technician.sees(caller.email);
  await technician.press('SEND VERIFICATION');
  await technician.sees('Waiting for approval');
  const request = await poll('the request', async () => (await phone.requests())[0]);
  const confirmedAt = await watchForConfirmation(technician.panel);
  const startedAt = Date.now();
  const { status } = await phone.answer(request, 'approve');
  const repliedAt = Date.now();
  if (status !== 200) throw new Error(`The answer was answered ${status}.`);
  const panelMs = (await confirmedAt()) - startedAt;
  await technician.press('OK');
  return { panelMs, bareMs: repliedAt - startedAt };
}

/** Arms a watch in the panel. Answers how to read it: when the frame after the words came, by the clock that both processes share. */
async function watchForConfirmation(panel: Page): Promise<() => Promise<number>> {
  const watch = await panel.evaluateHandle(() => {
    const shownAt = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!document.body.innerText.includes('User Identity Successfully Verified')) return;
        observer.disconnect();
        requestAnimationFrame(() => resolve(Date.now()));
      });
      observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    return { shownAt };
  });
  return () => watch.evaluate(({ shownAt }) => shownAt);
}
