import path from 'node:path';
import type { Page } from 'playwright';
import { openChromium, type ChromiumOptions } from '../browsers/chromium.ts';
import { poll } from '../browsers/poll.ts';
import { ticketAddress } from '../connectwise/server.ts';
import { technicianEmail, technicianName } from './cast.ts';
import type { ServiceProcess } from './service-process.ts';
import type { Backstage } from './stage.ts';

const built = path.resolve(import.meta.dirname, '../../../.output/chrome-mv3');

/** `extension`: another folder than the build's. */
type Options = Pick<ChromiumOptions, 'headless' | 'profile' | 'display'> & { isFirstRun?: boolean; extension?: string; technician?: { name: string; email: string } };
type Around = Pick<Backstage, 'connectwise'> & Partial<Pick<Backstage, 'service'>>;
const alex = { name: technicianName, email: technicianEmail };

/** Chromium with the built extension, and a tab for tickets in front. */
export async function openChromiumWindow({ connectwise, service }: Around, { isFirstRun = true, extension = built, technician = alex, ...options }: Options) {
  const browser = await openChromium({ ...options, extension, hostPort: connectwise.port });
  const findSettings = () => poll('the settings page of the first run', () => browser.context.pages().find((each) => each.url().endsWith('/options.html')));
  if (isFirstRun) await findSettings(); // it takes the empty tab in front
  const page = await browser.context.newPage();
  return {
    browser,
    page,
    openTicket: (number: string) => openTicket(page, number),
    signIn: async () => signIn(await findSettings(), page, { technician, service: service! }),
  };
}

async function openTicket(page: Page, number: string): Promise<void> {
  await page.bringToFront();
  await page.goto(ticketAddress(number));
}

/** Pairs this browser as a person does on the first run's page: consent, the service's address, a pairing code. */
async function signIn(settings: Page, ticketPage: Page, { technician, service }: { technician: { name: string; email: string }; service: ServiceProcess }): Promise<void> {
  await settings.bringToFront();
  await settings.getByRole('button', { name: 'I agree' }).click();
  await settings.getByLabel('Service address').fill(service.origin);
  await settings.getByLabel('Pairing code').fill(await service.pairingCode(technician.email));
  await settings.getByRole('button', { name: 'Pair this browser' }).click();
  await settings.getByText(technician.name).waitFor();
  await settings.close();
  await ticketPage.bringToFront();
}
