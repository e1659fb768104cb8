import type { Display } from '../browsers/display.ts';
import { startConnectWise } from '../connectwise/server.ts';
import type { FakeTicket } from '../connectwise/tickets.ts';
import { recordSecret } from '../secrets/record.ts';
import { startPushService } from '../push-service/push-service.ts';
import { startSmtpSink } from '../sinks/smtp-sink.ts';
import { startTwilioSink } from '../sinks/twilio-sink.ts';
import { crowd, mixedCrowd, phoneOwners, tickets } from './cast.ts';
import type { PhoneOwner } from './cast.ts';
import { connectService, notesOn, startApi } from './connected.ts';
import { openChromiumWindow } from './chromium-window.ts';
import { startServiceProcess } from './service-process.ts';

const twilioAccount = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'demo-token-of-the-local-sink' };

export type Backstage = Awaited<ReturnType<typeof startBackstage>>;
export type Stage = Awaited<ReturnType<typeof openStage>>;

export type StageOptions = {
  /** Who has been sent an invitation to the phone app. */
  invited?: readonly PhoneOwner[];
  /** Tickets beside the cast's. */
  callers?: readonly FakeTicket[];
  /** Whether the service is connected to ConnectWise's API. */
  isConnected?: boolean;
  /** Chromium, too, on a screen of its own, where keys of the browser work; Firefox always is. */
  onScreen?: boolean;
};

/** Everything but the browsers: the service as a process, the sinks that speak SMTP and Twilio's API, the push service, the ConnectWise page. */
export async function startBackstage({ invited = [], callers = [], isConnected = false }: StageOptions = {}) {
  const shown = [...Object.values(tickets), ...new Set([...crowd, ...mixedCrowd]), ...phoneOwners, ...callers];
  const api = isConnected ? await startApi(shown) : undefined;
  const mail = await startSmtpSink({});
  const texts = await startTwilioSink(twilioAccount);
  const push = await startPushService();
  const connectwise = await startConnectWise({ tickets: shown, ...(api && { notesOf: (number) => notesOn(api, number) }) });
  const service = await startServiceProcess({
    COUNTERSIGN_SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    COUNTERSIGN_SMTP_INSECURE: '1',
    COUNTERSIGN_MAIL_FROM: 'Northwind IT <help@northwind.example>',
    COUNTERSIGN_TWILIO_ACCOUNT_SID: twilioAccount.accountSid,
    COUNTERSIGN_TWILIO_AUTH_TOKEN: twilioAccount.authToken,
    COUNTERSIGN_TWILIO_FROM: '+12025550100',
    COUNTERSIGN_TWILIO_API_ORIGIN: texts.origin,
    COUNTERSIGN_PUSH_TEST_ORIGIN: push.origin,
    ...(api && { COUNTERSIGN_CONNECTWISE_TEST_ORIGIN: api.origin }),
  }, invited);
  if (api) await connectService(service, api);
  recordSecret('password', twilioAccount.authToken);
  const close = async () => {
    await service.close();
    await Promise.all([mail.close(), texts.close(), push.close(), connectwise.close(), api?.close()]);
  };
  return { mail, texts, push, connectwise, api, service, close };
}

/** The whole product running: Chromium with the built extension, on a ticket page under a real ConnectWise host name. */
export async function openStage(options: StageOptions & { headless?: boolean; display?: Display }) {
  const backstage = await startBackstage(options);
  const chromium = await openChromiumWindow(backstage, options);
  return {
    ...backstage,
    ...chromium,
    close: async () => {
      await chromium.browser.close();
      await backstage.close();
    },
  };
}
