import path from 'node:path';
import type { Page } from 'playwright';
import { openChromium, type ChromiumOptions } from '../browsers/chromium.ts';
import { poll } from '../browsers/poll.ts';
import { cloudHost } from '../connectwise/hosts.ts';
import { startConnectWise, ticketPath } from '../connectwise/server.ts';
import type { FakeTicket } from '../connectwise/tickets.ts';
import { recordSecret } from '../secrets/record.ts';
import { startPushService } from '../push-service/push-service.ts';
import { startSmtpSink } from '../sinks/smtp-sink.ts';
import { startTwilioSink } from '../sinks/twilio-sink.ts';
import { crowd, phoneOwners, technicianName, tickets } from './cast.ts';
import type { PhoneOwner } from './cast.ts';
import { startServiceProcess, type ServiceProcess } from './service-process.ts';

const extension = path.resolve(import.meta.dirname, '../../../.output/chrome-mv3');
const twilioAccount = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'demo-token-of-the-local-sink' };

export type Backstage = Awaited<ReturnType<typeof startBackstage>>;
export type Stage = Awaited<ReturnType<typeof openStage>>;

export type StageOptions = {
  /** Who has been sent an invitation to the phone app. */
  invited?: readonly PhoneOwner[];
  /** Tickets beside the cast's. */
  callers?: readonly FakeTicket[];
};

/** Everything but the browsers: the service as a process, the sinks that speak SMTP and Twilio's API, the push service, the ConnectWise page. */
export async function startBackstage({ invited = [], callers = [] }: StageOptions = {}) {
  const mail = await startSmtpSink({});
  const texts = await startTwilioSink(twilioAccount);
  const push = await startPushService();
  const connectwise = await startConnectWise({ tickets: [...Object.values(tickets), ...crowd, ...phoneOwners, ...callers] });
  const service = await startServiceProcess({
    COUNTERSIGN_SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    COUNTERSIGN_SMTP_INSECURE: '1',
    COUNTERSIGN_MAIL_FROM: 'Northwind IT <help@northwind.example>',
    COUNTERSIGN_TWILIO_ACCOUNT_SID: twilioAccount.accountSid,
    COUNTERSIGN_TWILIO_AUTH_TOKEN: twilioAccount.authToken,
    COUNTERSIGN_TWILIO_FROM: '+12025550100',
    COUNTERSIGN_TWILIO_API_ORIGIN: texts.origin,
    COUNTERSIGN_PUSH_TEST_ORIGIN: push.origin,
  }, invited);
  recordSecret('password', twilioAccount.authToken);
  const close = async () => {
    await service.close();
    await Promise.all([mail.close(), texts.close(), push.close(), connectwise.close()]);
  };
  return { mail, texts, push, connectwise, service, close };
}

/** The whole product running: a browser with the built extension, on a ticket page under a real ConnectWise host name. */
export async function openStage(options: StageOptions & Pick<ChromiumOptions, 'headless' | 'profile' | 'display'>) {
  const backstage = await startBackstage(options);
  const browser = await openChromium({ ...options, extension, hostPort: backstage.connectwise.port });
  const settings = await poll('the settings page of the first run', () => browser.context.pages().find((each) => each.url().endsWith('/options.html')));
  const page = await browser.context.newPage();
  return {
    ...backstage,
    browser,
    page,
    openTicket: (number: string) => openTicket(page, number),
    signIn: () => signIn(settings, page, backstage.service),
    close: async () => {
      await browser.close();
      await backstage.close();
    },
  };
}

export function ticketAddress(number: string): string {
  return `https://${cloudHost}${ticketPath(number)}`;
}

async function openTicket(page: Page, number: string): Promise<void> {
  await page.bringToFront();
  await page.goto(ticketAddress(number));
}

/** Pairs this browser as a person does on the first run's page: consent, the service's address, a pairing code. */
async function signIn(settings: Page, ticketPage: Page, service: ServiceProcess): Promise<void> {
  await settings.bringToFront();
  await settings.getByRole('button', { name: 'I agree' }).click();
  await settings.getByLabel('Service address').fill(service.origin);
  await settings.getByLabel('Pairing code').fill(await service.pairingCode());
  await settings.getByRole('button', { name: 'Pair this browser' }).click();
  await settings.getByText(technicianName).waitFor();
  await settings.close();
  await ticketPage.bringToFront();
}
