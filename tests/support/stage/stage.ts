import path from 'node:path';
import type { Page } from 'playwright';
import { openChromium } from '../browsers/chromium.ts';
import { startConnectWise } from '../connectwise/server.ts';
import { startSmtpSink } from '../sinks/smtp-sink.ts';
import { startTwilioSink } from '../sinks/twilio-sink.ts';
import { tickets } from './cast.ts';
import { startServiceProcess } from './service-process.ts';

const extension = path.resolve(import.meta.dirname, '../../../.output/chrome-mv3');
const twilioAccount = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'demo-token-of-the-local-sink' };

export type Backstage = Awaited<ReturnType<typeof startBackstage>>;
export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Everything but the browser: the service as a process, the sinks that speak SMTP and Twilio's API, the ConnectWise page. */
export async function startBackstage() {
  const mail = await startSmtpSink({});
  const texts = await startTwilioSink(twilioAccount);
  const connectwise = await startConnectWise({ tickets: Object.values(tickets) });
  const service = await startServiceProcess({
    COUNTERSIGN_SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    COUNTERSIGN_SMTP_INSECURE: '1',
    COUNTERSIGN_MAIL_FROM: 'Northwind IT <help@northwind.example>',
    COUNTERSIGN_TWILIO_ACCOUNT_SID: twilioAccount.accountSid,
    COUNTERSIGN_TWILIO_AUTH_TOKEN: twilioAccount.authToken,
    COUNTERSIGN_TWILIO_FROM: '+12025550100',
    COUNTERSIGN_TWILIO_API_ORIGIN: texts.origin,
  });
  const close = async () => {
    await service.close();
    await Promise.all([mail.close(), texts.close(), connectwise.close()]);
  };
  return { mail, texts, connectwise, service, close };
}

/** The whole product running: a browser with the built extension, on a ticket page under a real ConnectWise host name. */
export async function openStage(options: { headless: boolean; profile?: string }) {
  const backstage = await startBackstage();
  const browser = await openChromium({ extension, hostPort: backstage.connectwise.port, headless: options.headless, profile: options.profile });
  const page = await browser.context.newPage();
  return {
    ...backstage,
    browser,
    page,
    openTicket: (number: string) => openTicket(page, number),
    signIn: () => signIn(browser, backstage.service.origin, () => backstage.service.pairingCode()),
    close: async () => {
      await browser.close();
      await backstage.close();
    },
  };
}

export function ticketAddress(number: string): string {
  return `https://na.myconnectwise.net/v2025_1/ConnectWise.aspx?ticket=${number}??ServiceTicket`;
}

async function openTicket(page: Page, number: string): Promise<void> {
  await page.bringToFront();
  await page.goto(ticketAddress(number));
}

/** Pairs this browser as a person does: the options page, consent, the service's address, a pairing code. */
async function signIn(browser: Awaited<ReturnType<typeof openChromium>>, origin: string, pairingCode: () => Promise<string>): Promise<void> {
  const options = await browser.context.newPage();
  await options.goto(`chrome-extension://${browser.extensionId}/options.html`);
  const agree = options.getByRole('button', { name: 'I agree' });
  await agree.click();
  await options.getByLabel(/service address/i).fill(origin);
  await options.getByLabel(/pairing code/i).fill(await pairingCode());
  await options.getByRole('button', { name: 'Pair this browser' }).click();
  await options.getByText('Alex Technician').waitFor();
  await options.close();
}
